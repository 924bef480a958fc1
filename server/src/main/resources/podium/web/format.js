// Values as people read them.

const WHOLE = new Intl.NumberFormat("en", { maximumFractionDigits: 0 });
const SHORT = new Intl.NumberFormat("en", { maximumSignificantDigits: 3 });
const UNITS = ["bytes", "KiB", "MiB", "GiB", "TiB"];

export const whole = (number) => WHOLE.format(number);

/** Three digits that count. */
export const short = (number) => SHORT.format(number);

/** "1 document", "2 documents". */
export const count = (number, noun) => `${whole(number)} ${noun}${number === 1 ? "" : "s"}`;

export const score = (number) => number.toFixed(4);

export function millis(number) {
  if (number >= 1000) {
    return `${short(number / 1000)} s`;
  }
  return number >= 10 ? `${Math.round(number)} ms` : `${number.toFixed(1)} ms`;
}

export function bytes(number) {
  const unit = number < 1 ? 0 : Math.min(UNITS.length - 1, Math.floor(Math.log2(number) / 10));
  return `${short(number / 1024 ** unit)} ${UNITS[unit]}`;
}

/** Control characters as the little pictures that Unicode has of them, line ends and tabs excepted. */
export function visible(text) {
  return text.replace(/[\0-\x08\x0b\x0c\x0e-\x1f\x7f]/g, (char) =>
    char === "\x7f" ? "\u2421" : String.fromCharCode(0x2400 + char.charCodeAt(0)),
  );
}

/** The beginning of a text, never half a character. */
export function beginning(text, length) {
  if (text.length <= length) {
    return text;
  }
  const code = text.charCodeAt(length - 1);
  return text.slice(0, code >= 0xd800 && code < 0xdc00 ? length - 1 : length);
}
