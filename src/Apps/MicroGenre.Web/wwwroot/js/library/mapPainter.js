// Draws the points of the map as pixels: a hundred thousand in a few milliseconds.

// Radii of points in pixels: of all of the map, and of what is looked at closely.
const SMALLEST = 1.2;
const LARGEST = 5;

/**
 * Paints the points of a cloud into pixels, four bytes each. `colours` are those of points without a genre and of the genres; where `shown` is
 * 0, a point has the `dim` colour and lies below the others. `grain` is how many pixels the device has for one of the page.
 */
export function paint(pixels, window, cloud, { colours, dim, shown, grain }) {
  pixels.fill(0);
  const { x, y, genres, length } = cloud;
  const [width, height] = [Math.round(window.width * grain), Math.round(window.height * grain)];
  const { radius, offsets } = spotOf(Math.min(LARGEST, SMALLEST + Math.log2(window.zoom) * 0.7) * grain, width);
  const [right, bottom] = [width - radius, height - radius];
  const scale = window.scale * grain;
  const [left, top] = window.toPixels(0, 0).map(value => value * grain);
  const palette = Uint32Array.from(colours);
  for (let pass = 0; pass < 2; pass++) {
    for (let i = 0; i < length; i++) {
      if (shown[i] === pass) {
        const across = Math.round(left + x[i] * scale);
        const down = Math.round(top - y[i] * scale);
        if (across >= radius && across < right && down >= radius && down < bottom) {
          const colour = pass === 0 ? dim : palette[genres[i] + 1];
          const at = down * width + across;
          for (let k = 0; k < offsets.length; k++) {
            pixels[at + offsets[k]] = colour;
          }
        }
      }
    }
  }
}

// The pixels of a disc around its middle.
function spotOf(radius, width) {
  const reach = Math.floor(radius);
  const offsets = [];
  for (let down = -reach; down <= reach; down++) {
    for (let right = -reach; right <= reach; right++) {
      if (right * right + down * down <= radius * radius) {
        offsets.push(down * width + right);
      }
    }
  }
  return { radius: reach, offsets: Int32Array.from(offsets) };
}
