// Elements without markup in strings: what comes from files and services is always text.

const SVG = 'http://www.w3.org/2000/svg';

/** Makes an element. Properties that begin with "on" are listeners, `style` sets custom properties, "class", "data-*", "aria-*" and other dashed ones are attributes. */
export function element(tag, properties = {}, ...children) {
  return fill(document.createElement(tag), properties, children);
}

/** Makes an element of a picture. */
export function shape(tag, attributes = {}, ...children) {
  const made = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) {
    made.setAttribute(name, value);
  }
  made.append(...children);
  return made;
}

/** The element with an id. */
export const byId = id => document.getElementById(id);

// Announcements that wait for their turn: a screen reader drops what is replaced before it was read.
const waiting = [];
const MOST_WAITING = 3;
const READING_TIME = 1000;
let reading = false;

/** Says something to those who do not see the page change, after what was said just before. */
export function announce(text) {
  waiting.push(text);
  waiting.splice(0, waiting.length - MOST_WAITING);
  reading || sayNext();
}

function sayNext() {
  reading = waiting.length > 0;
  if (reading) {
    byId('live').textContent = waiting.shift();
    setTimeout(sayNext, READING_TIME);
  }
}

function fill(made, properties, children) {
  for (const [name, value] of Object.entries(properties)) {
    if (value === undefined || value === null || value === false) {
      continue;
    } else if (name.startsWith('on')) {
      made.addEventListener(name.slice(2), value);
    } else if (name === 'style') {
      for (const [property, text] of Object.entries(value)) {
        made.style.setProperty(property, text);
      }
    } else if (name === 'class' || name === 'role' || name === 'for' || name.includes('-')) {
      made.setAttribute(name, value === true ? '' : value);
    } else {
      made[name] = value;
    }
  }
  made.append(...children.flat().filter(child => child !== undefined && child !== null && child !== false));
  return made;
}
