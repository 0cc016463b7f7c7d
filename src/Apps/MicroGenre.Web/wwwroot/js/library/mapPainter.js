// Draws the points of the map as pixels: a hundred thousand in a few milliseconds.

// Radii of points in pixels: of all of the map, and of what is looked at closely.
const SMALLEST = 1.2;
const LARGEST = 5;

/**
 * Paints the points of a cloud into pixels, four bytes each. `colours` are those of the genres, the last one for points without; where `shown`
 * is 0, a point has the `dim` colour and lies below the others. `grain` is how many pixels the device has for one of the page.
 */
export function paint(pixels, window, cloud, { colours, dim, shown, grain }) {
  pixels.fill(0);
  const [width, height] = [Math.round(window.width * grain), Math.round(window.height * grain)];
  const spots = spotOf(Math.min(LARGEST, SMALLEST + Math.log2(window.zoom) * 0.7) * grain, width);
  const edge = spots.radius;
  const scale = window.scale * grain;
  const [left, top] = window.toPixels(0, 0).map(value => value * grain);
  for (const pass of [0, 1]) {
    for (let i = 0; i < cloud.length; i++) {
      if (shown[i] === pass) {
        const across = Math.round(left + cloud.x[i] * scale);
        const down = Math.round(top - cloud.y[i] * scale);
        if (across >= edge && across < width - edge && down >= edge && down < height - edge) {
          const colour = pass === 0 ? dim : colours.at(cloud.genres[i]);
          const at = down * width + across;
          for (const offset of spots.offsets) {
            pixels[at + offset] = colour;
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
