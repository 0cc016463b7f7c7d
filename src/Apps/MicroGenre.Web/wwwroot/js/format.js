// Numbers as people read them.

/** 75 → "1:15", 3725 → "1:02:05". */
export function clock(seconds) {
  const whole = Math.max(0, Math.floor(seconds + 1e-6));
  const [hours, minutes, rest] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60];
  const two = number => String(number).padStart(2, '0');
  return hours > 0 ? `${hours}:${two(minutes)}:${two(rest)}` : `${minutes}:${two(rest)}`;
}

/** 75.43 → "1:15.4": where the pointer is. */
export const preciseClock = seconds => `${clock(Math.floor(seconds * 10) / 10)}.${Math.floor(seconds * 10 + 1e-6) % 10}`;

/** 1234 → "1.2 kHz", 440.2 → "440 Hz". */
export const frequency = hertz => hertz < 1000 ? `${Math.round(hertz)} Hz` : `${(hertz / 1000).toFixed(1)} kHz`;

/** 75 → "1 minute 15 seconds", for ears. */
export function spokenTime(seconds) {
  const whole = Math.round(seconds);
  const [hours, minutes, rest] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60];
  const part = (number, unit) => number === 0 ? '' : `${number} ${unit}${number === 1 ? '' : 's'}`;
  return [part(hours, 'hour'), part(minutes, 'minute'), part(rest, 'second')].filter(Boolean).join(' ') || '0 seconds';
}

/** 840 → "14 min", 45 → "45 s": how long, to the ear. */
export const roughTime = seconds => seconds < 90 ? `${Math.round(seconds)} s` : `${Math.round(seconds / 60)} min`;

/** 840 → "14 min", 9000 → "2.5 h", 3600000 → "1,000 h": how much music. */
export function roughHours(seconds) {
  const hours = seconds / 3600;
  return hours < 1 ? roughTime(seconds) : `${hours < 10 ? hours.toFixed(1) : Math.round(hours).toLocaleString()} h`;
}

/** 0.423 → "42 %". What is not nothing is not called 0 %. */
export function percent(share) {
  return share > 0 && share < 0.005 ? '< 1 %' : `${Math.round(share * 100)} %`;
}

/** 1.234 → "+1.23", -0.5 → "−0.50", 0.001 → "0.00": what is added. */
export function signed(value) {
  const digits = Math.abs(value).toFixed(2);
  return `${Number(digits) === 0 ? '' : value < 0 ? '−' : '+'}${digits}`;
}

/** 536870912 → "512 MB", counted in 1024s as file managers mostly do. */
export function size(bytes) {
  const units = ['bytes', 'KB', 'MB', 'GB'];
  let unit = 0;
  while (bytes >= 1024 && unit < units.length - 1) {
    bytes /= 1024;
    unit++;
  }
  return `${bytes >= 10 || unit === 0 ? Math.round(bytes) : bytes.toFixed(1)} ${units[unit]}`;
}

/** "2026-11-20T08:41:00Z" → the reader's own way to write a date and a time. */
export function moment(text) {
  return new Date(text).toLocaleString(undefined, { dateStyle: 'medium', timeStyle: 'short' });
}
