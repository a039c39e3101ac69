/** Design tokens of css/tokens.css, for what is drawn on a canvas instead of styled. */

export function token(name: string): string {
  return getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();
}
