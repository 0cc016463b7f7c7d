namespace MicroGenre.Web.Tests;

/// <summary>Measures whether text can be read.</summary>
internal static class Contrast
{
    /// <summary>
    /// A script that names the visible texts whose contrast with what is behind them is below 4.5 to 1, the limit of the Web Content
    /// Accessibility Guidelines, level AA. Disabled controls are exempt, as there.
    /// </summary>
    public const string FaintTexts =
        """
        () => {
          const canvas = new OffscreenCanvas(1, 1).getContext('2d', { willReadFrequently: true });
          const over = (colour, below) => {
            canvas.fillStyle = `rgb(${below.join(' ')})`;
            canvas.fillRect(0, 0, 1, 1);
            canvas.fillStyle = colour;
            canvas.fillRect(0, 0, 1, 1);
            return [...canvas.getImageData(0, 0, 1, 1).data.slice(0, 3)];
          };
          const behind = element => {
            const parent = element.parentElement ? behind(element.parentElement) : [255, 255, 255];
            return over(getComputedStyle(element).backgroundColor, parent);
          };
          const light = colour => colour.map(value => value / 255).map(value => value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4)
            .reduce((sum, value, i) => sum + value * [0.2126, 0.7152, 0.0722][i], 0);
          return [...document.querySelectorAll('body *')]
            .filter(element => element.checkVisibility() && !element.closest(':disabled, .visually-hidden, noscript, canvas, option')
              && [...element.childNodes].some(node => node.nodeType === Node.TEXT_NODE && node.data.trim()))
            .map(element => {
              const back = behind(element);
              const style = getComputedStyle(element);
              const [one, other] = [light(over(element instanceof SVGElement ? style.fill : style.color, back)), light(back)];
              return { element, ratio: (Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05) };
            })
            .filter(({ ratio }) => ratio < 4.5)
            .map(({ element, ratio }) => `${element.tagName} "${element.textContent.trim()}" ${ratio.toFixed(2)}`);
        }
        """;
}
