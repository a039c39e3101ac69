/** The sign of every hazard: a shape for its family, a pictogram for itself. Our own drawings, in a 24 × 24 box. */

export type Shape = "circle" | "diamond" | "hexagon" | "pentagon" | "square";
/** Path data, and whether it is stroked or filled. */
export type Stroke = readonly ["stroke" | "fill", string];
export interface Sign {
  shape: Shape;
  strokes: readonly Stroke[];
}

const wave = (y: number) => `M3 ${y}c1.5-1.6 3-1.6 4.5 0s3 1.6 4.5 0 3-1.6 4.5 0 3 1.6 4.5 0`;
const dot = (x: number, y: number, r: number) => `M${x - r} ${y}a${r} ${r} 0 1 0 ${2 * r} 0a${r} ${r} 0 1 0 ${-2 * r} 0z`;
const stroke = (path: string): Stroke => ["stroke", path];
const fill = (path: string): Stroke => ["fill", path];

const FLAME = "M12.4 2c.6 4.2 6 6.3 6 12.2a6.4 6.4 0 0 1-12.8 0c0-3.3 2-4.6 2.6-7.7 1.6 1 2.3 2.3 2.3 3.9C12.7 8.6 13.2 5.2 12.4 2z";

/** Water is round, weather a diamond, earth a pentagon, fire a hexagon, other services square. */
const SIGNS: Record<string, Sign> = {
  banjir: { shape: "circle", strokes: [stroke("M4.5 11.5L12 5l7.5 6.5"), stroke(wave(15.5)), stroke(wave(20))] },
  banjir_bandang: { shape: "circle", strokes: [stroke(wave(7)), stroke(wave(12)), stroke(wave(17)), fill("M17 1l5 3.5-5 3z")] },
  banjir_rob: { shape: "circle", strokes: [stroke("M12 12V4M8.5 7.2L12 3.7l3.5 3.5"), stroke(wave(16)), stroke(wave(20.5))] },
  gelombang_abrasi: { shape: "circle", strokes: [stroke("M2.5 17.5c5.5 0 6-3.5 7.5-7.2S15.5 4.5 19 7c-3.2-.2-5 2-4.3 4.8.6 2.6 3.3 4.2 7 4.2"), stroke("M2.5 21.5h19")] },
  tsunami: { shape: "circle", strokes: [stroke("M2.5 21c6-1 6.5-6 8-10.5S16 3 20.5 5.5c-4-.2-6 3-5 6.5s3.5 4 6 4"), stroke("M5 9l2-4M2.5 13l1.5-3")] },
  tanah_longsor: { shape: "pentagon", strokes: [stroke("M3 7.5l6 1.5L21 19.5H3z"), fill(dot(15.5, 7.5, 2.3)), fill(dot(20, 12.5, 1.7))] },
  gerakan_tanah: { shape: "pentagon", strokes: [stroke("M3 9h6.5l2.5 3.5-3 3 2.5 4.5"), stroke("M14.5 12.5H21M15 9l-2-4")] },
  gempabumi: { shape: "pentagon", strokes: [stroke("M2.5 12.5H6l2.2-6.5 4 12.5 3-9 1.8 3h4.5")] },
  cuaca_ekstrem: { shape: "diamond", strokes: [stroke("M7.5 13.5a3.9 3.9 0 0 1 .4-7.7 4.8 4.8 0 0 1 9.1 1.2 3.3 3.3 0 0 1-.2 6.5z"), stroke("M8.5 17l-1 3.5M12.7 17l-1 3.5M17 17l-1 3.5")] },
  puting_beliung: { shape: "diamond", strokes: [stroke("M4 4.5h16M6 8.7h12.5M8.5 13h8M10 17.2h4.5M11 21h1.5")] },
  kekeringan: { shape: "diamond", strokes: [fill(dot(12, 12, 4.2)), stroke("M12 2.5v2.7M12 18.8v2.7M2.5 12h2.7M18.8 12h2.7M5.3 5.3l1.9 1.9M16.8 16.8l1.9 1.9M5.3 18.7l1.9-1.9M16.8 7.2l1.9-1.9")] },
  sambaran_petir: { shape: "diamond", strokes: [fill("M14 1.5L5 13.5h5.8L9 22.5l10-13h-6.2z")] },
  pohon_tumbang: { shape: "diamond", strokes: [stroke("M3 20.5h18M4 17.5l8.5-5"), fill(dot(16, 9.5, 5.2))] },
  karhutla: { shape: "hexagon", strokes: [fill(FLAME)] },
  kebakaran_rumah: { shape: "hexagon", strokes: [stroke("M3.5 11L12 3.5l8.5 7.5M5.5 10v10.5h13V10"), fill("M12.3 9.5c.4 2.3 3.2 3.3 3.2 6a3.5 3.5 0 0 1-7 0c0-1.7 1-2.3 1.3-3.9.9.6 1.2 1.2 1.2 2 1.2-.9 1.5-2.5 1.3-4.1z")] },
  konflik_hewan: { shape: "square", strokes: [fill(dot(5.5, 11.5, 2.2)), fill(dot(9.5, 6.5, 2.4)), fill(dot(14.5, 6.5, 2.4)), fill(dot(18.5, 11.5, 2.2)), fill("M12 11.5c3 0 6 4 5 7-.9 2.3-3 1.3-5 1.3s-4.1 1-5-1.3c-1-3 2-7 5-7z")] },
  orang_tenggelam: { shape: "square", strokes: [fill(dot(12, 8.5, 2.7)), stroke("M6 5l3.5 8h5L18 5"), stroke(wave(17)), stroke(wave(21))] },
  orang_hilang: { shape: "square", strokes: [fill(dot(9, 7, 3.3)), stroke("M2.8 20.5c0-5 2.5-7.5 6.2-7.5 2 0 3.6.7 4.7 2"), stroke("M16 6.5a2.7 2.7 0 1 1 4 2.4c-1 .6-1.3 1.2-1.3 2.3"), fill(dot(18.7, 15, 1.4))] },
  diterkam_buaya: { shape: "square", strokes: [fill("M2.5 10.5L21.5 4v3.5L18.5 11l-2-2.2-2.2 2.9-2-2.2-2.3 2.9-2-2.2z"), fill("M2.5 13.5L21.5 20v-3.5L18.5 13l-2 2.2-2.2-2.9-2 2.2-2.3-2.9-2 2.2z")] },
  kecelakaan_laut: { shape: "square", strokes: [fill("M3 14.5h18l-3.2 5H6.2z"), stroke("M11.5 14.5V3l6.5 8h-6.5")] },
  kecelakaan_transportasi: { shape: "square", strokes: [fill("M3 16.5v-4l2-1L7 6h10l2 5.5 2 1v4z"), fill(dot(7.2, 17.5, 2.2)), fill(dot(16.8, 17.5, 2.2))] },
  laka_tambang: { shape: "square", strokes: [stroke("M3.5 9.5c5-5.5 12-5.5 17 0M12 5.5v15.5")] },
  lainnya: { shape: "square", strokes: [stroke("M12 4v10"), fill(dot(12, 19, 1.6))] },
};

export function signOf(hazard: string): Sign {
  return SIGNS[hazard] ?? SIGNS.lainnya!;
}

/** The outline of a family's shape around (0, 0), as path data; `r` is half its size. */
export function outline(shape: Shape, r: number): string {
  switch (shape) {
    case "circle":
      return dot(0, 0, r);
    case "square":
      return polygon(4, r * 1.2, 45);
    case "diamond":
      return polygon(4, r * 1.25, 0);
    case "hexagon":
      return polygon(6, r * 1.1, 30);
    case "pentagon":
      return polygon(5, r * 1.15, 0);
  }
}

function polygon(corners: number, r: number, turn_deg: number): string {
  const points = Array.from({ length: corners }, (_, index) => {
    const angle = ((index * 360) / corners + turn_deg - 90) * (Math.PI / 180);
    return `${(r * Math.cos(angle)).toFixed(2)} ${(r * Math.sin(angle)).toFixed(2)}`;
  });
  return `M${points.join("L")}z`;
}
