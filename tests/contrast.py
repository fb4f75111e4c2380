"""How well everything on a page can be read: the contrast of each text with what is behind it, as WCAG 2.1 defines it.

Source: W3C, "Web Content Accessibility Guidelines 2.1", contrast ratio and relative luminance.
"""

from typing import Any

LEAST = 4.5

# Colours may be see-through, their own or by the opacity of what they stand in; disabled controls are exempt.
MEASURE = """(root) => {
  const parse = (text) => {
    const [r, g, b, a = 1] = text.match(/[0-9.]+/g).map(Number);
    return { r, g, b, a };
  };
  const over = (top, below) => {
    const mix = (name) => top[name] * top.a + below[name] * (1 - top.a);
    return { r: mix('r'), g: mix('g'), b: mix('b'), a: 1 };
  };
  const channel = (value) => {
    const c = value / 255;
    return c <= 0.03928 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
  };
  const light = ({ r, g, b }) => 0.2126 * channel(r) + 0.7152 * channel(g) + 0.0722 * channel(b);
  const behind = (element) => {
    const layers = [];
    for (let at = element; at; at = at.parentElement) {
      const colour = parse(getComputedStyle(at).backgroundColor);
      if (colour.a > 0) layers.push(colour);
      if (colour.a === 1) break;
    }
    return layers.reverse().reduce((below, top) => over(top, below), { r: 255, g: 255, b: 255, a: 1 });
  };
  const opacity = (element) => {
    let part = 1;
    for (let at = element; at; at = at.parentElement) part *= Number(getComputedStyle(at).opacity);
    return part;
  };
  const texts = [...document.querySelector(root).querySelectorAll('*')].filter((element) =>
    element.getClientRects().length && !element.matches(':disabled, :disabled *, .fk-unseen') && (
      element.matches('input, select') || [...element.childNodes].some((n) => n.nodeType === 3 && n.data.trim())));
  return texts.map((element) => {
    const ground = behind(element);
    const ink = parse(getComputedStyle(element).color);
    const seen = over({ ...ink, a: ink.a * opacity(element) }, ground);
    const [high, low] = [light(seen), light(ground)].sort((a, b) => b - a);
    const name = element.tagName + '.' + element.className + ': ' + (element.textContent || element.value).slice(0, 40);
    return [name, (high + 0.05) / (low + 0.05)];
  });
}"""


def hard_to_read(page: Any, root: str) -> tuple[int, dict[str, float]]:
    """How many texts were measured inside `root`, and those whose contrast is too low."""
    measured = page.evaluate(MEASURE, root)
    return len(measured), {name: round(ratio, 2) for name, ratio in measured if ratio < LEAST}
