/** The hazards' signs and a few interface icons as inline SVG: the same drawings as on the map. */

import { html, nothing, svg, type TemplateResult } from "lit-html";
import { outline, pictureOf, type SignLook } from "../map/icons.ts";

/** How an event stands on the map: hollow where its place is coarse, ringed by its severity. */
interface SignState {
  coarse?: boolean;
  severity?: number;
}

const RADIUS = 10.5;

/** A sign for the list and the legend; decorative, its words stand beside it. */
export function sign(look: SignLook, { coarse = false, severity = 0 }: SignState = {}): TemplateResult {
  const { strokes, fills } = pictureOf(look.slug);
  const shape = outline(look.icon);
  const ink = coarse ? look.color : "#fff";
  const rings = severity >= 3 ? [13.2, 15.8] : severity === 2 ? [13.2] : [];
  return html`<svg class="sign" viewBox="-20.5 -20.5 41 41" aria-hidden="true">
    ${rings.map((radius) => svg`<path class="sign-ring" d=${shape} transform="scale(${radius})" stroke-width=${1.5 / radius} />`)}
    <path
      d=${shape}
      transform="scale(${RADIUS})"
      fill=${coarse ? "#fff" : look.color}
      stroke=${coarse ? look.color : "none"}
      stroke-width=${1.8 / RADIUS}
      stroke-dasharray=${coarse ? "0.25 0.21" : nothing}
    />
    <g transform="scale(0.58) translate(-12 -12)" stroke-linecap="round" stroke-linejoin="round" stroke-width="2.4">
      <path d=${strokes} fill="none" stroke=${ink} />
      <path d=${fills} fill=${ink} />
    </g>
  </svg>`;
}

const ICONS = {
  layers: "M12 3L2.5 8.5 12 14l9.5-5.5zM3 12.8l9 5.2 9-5.2M3 16.8l9 5.2 9-5.2",
  home: "M4 9V4h5M20 9V4h-5M4 15v5h5M20 15v5h-5",
  plus: "M12 5v14M5 12h14",
  minus: "M5 12h14",
  close: "M6 6l12 12M18 6L6 18",
  back: "M14.5 5l-7 7 7 7",
  link: "M9.5 14.5l5-5M8 11.5l-2.7 2.7a3.7 3.7 0 0 0 5.3 5.3l2.6-2.6M16 12.5l2.7-2.7a3.7 3.7 0 0 0-5.3-5.3l-2.6 2.6",
  down: "M6 9.5l6 6 6-6",
  filter: "M4 6h16M7 12h10M10 18h4",
  clock: "M12 7v5.5l3.5 2M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18z",
  target: "M12 8a4 4 0 1 0 0 8 4 4 0 0 0 0-8zM12 2v4M12 18v4M2 12h4M18 12h4",
} as const;

export function icon(name: keyof typeof ICONS): TemplateResult {
  return html`<svg class="icon" viewBox="0 0 24 24" aria-hidden="true"><path d=${ICONS[name]} /></svg>`;
}
