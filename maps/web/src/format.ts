/** Numbers, moments and distances the way Indonesian (or English) officers write them. */

import { type Translate, worded } from "./i18n/index.ts";
import type { Figure, LonLat, Occurred } from "./types.ts";
import type { Lang } from "./view.ts";

const LOCALE: Record<Lang, string> = { id: "id-ID", en: "en-GB" };
const ZONE = "Asia/Jakarta";

export function number(value: number, lang: Lang): string {
  return new Intl.NumberFormat(LOCALE[lang], { maximumFractionDigits: 2 }).format(value);
}

function dateParts(moment: Date, lang: Lang, options: Intl.DateTimeFormatOptions): string {
  return new Intl.DateTimeFormat(LOCALE[lang], { timeZone: ZONE, ...options }).format(moment);
}

/** `14 Okt 2025` */
export function day(moment: Date, lang: Lang): string {
  return dateParts(moment, lang, { day: "numeric", month: "short", year: "numeric" });
}

/** `17.30 WIB` (in English `17:30 WIB`) */
export function time(moment: Date, lang: Lang): string {
  const text = dateParts(moment, lang, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
  return `${lang === "id" ? text.replace(":", ".") : text} WIB`;
}

/** `14 Okt 2025 pukul 17.30 WIB` */
export function moment(iso: string, lang: Lang): string {
  const at = new Date(iso);
  return `${day(at, lang)}${lang === "id" ? " pukul " : ", "}${time(at, lang)}`;
}

/** A bare `2025-10-14` or a whole instant, as a date. */
export function date(iso: string, lang: Lang): string {
  return day(new Date(iso), lang);
}

/** When it happened, no finer than it was told. Ranges are half-open. */
export function occurred(when: Occurred | null, lang: Lang): string | null {
  if (!when?.start) return null;
  const start = new Date(when.start);
  switch (when.precision) {
    case "menit":
      return `${weekday(start, lang)}, ${moment(when.start, lang)}`;
    case "jam":
      return `${weekday(start, lang)}, ${day(start, lang)} ± ${time(start, lang)}`;
    case "bulan":
      return dateParts(start, lang, { month: "long", year: "numeric" });
    case "tahun":
      return dateParts(start, lang, { year: "numeric" });
    default:
      return days(start, when.end ? new Date(when.end) : null, lang);
  }
}

function weekday(at: Date, lang: Lang): string {
  return dateParts(at, lang, { weekday: "long" });
}

function days(start: Date, end: Date | null, lang: Lang): string {
  const last = end ? day(new Date(end.getTime() - 1), lang) : null;
  const first = day(start, lang);
  return last === null || last === first ? `${weekday(start, lang)}, ${first}` : `${first} – ${last}`;
}

/** A figure's value with its unit; a missing value says why it is missing. */
export function value(figure: Pick<Figure, "value" | "state" | "approx"> & { unit?: string }, lang: Lang, t: Translate): string {
  if (figure.value === null) return t(figure.state === "pendataan" ? "state.pendataan" : "state.kosong");
  if (figure.unit === "Rp") return rupiah(figure.value, figure.approx, lang);
  // English labels say what is counted ("Displaced people"), so most units have no word of their own.
  const unit = figure.unit ? worded(t, "unit", figure.unit) : "";
  const text = `${figure.approx ? "± " : ""}${number(figure.value, lang)} ${unit}`.trimEnd();
  return figure.state === "nihil" ? `${text} (${t("state.nihil")})` : text;
}

function rupiah(amount: number, approx: boolean, lang: Lang): string {
  return `${approx ? "± " : ""}Rp${number(amount, lang)}`;
}

/** `350 m` or `7,8 km` */
export function distance(metres: number, lang: Lang): string {
  return metres < 1000
    ? `${number(Math.round(metres / 10) * 10, lang)} m`
    : `${number(Number((metres / 1000).toPrecision(2)), lang)} km`;
}

/** `3,0127° LS, 106,4551° BT` */
export function lonlat([lon, lat]: LonLat, lang: Lang): string {
  const degrees = (value: number) =>
    new Intl.NumberFormat(LOCALE[lang], { minimumFractionDigits: 4, maximumFractionDigits: 4 }).format(Math.abs(value));
  const [south, north, east] = lang === "id" ? ["LS", "LU", "BT"] : ["S", "N", "E"];
  return `${degrees(lat)}° ${lat < 0 ? south : north}, ${degrees(lon)}° ${east}`;
}
