// Talking to the server this page came from.

import { askForKey, key } from "./key.js";

/** The server's refusal, or the lack of an answer: status 0. */
export class Refused extends Error {
  constructor(status, message, { code = "", id = "", retryAfter = "" } = {}) {
    super(message);
    this.status = status;
    this.code = code;
    this.id = id;
    this.retryAfter = retryAfter;
  }
}

/** A route of the server as an address, wherever below its host it is. */
export const address = (path) => new URL(path, document.baseURI).href;

/**
 * Sends a request and returns a response that is fine.
 *
 * @param path relative to this page
 * @param options.body what to post as JSON
 * @param options.post whether to post without a body
 * @param options.signal ends it early
 * @param options.quiet whether to fail rather than ask for a key
 * @throws Refused
 */
export async function call(path, options = {}) {
  for (;;) {
    const sent = key();
    const response = await send(path, options, sent);
    if (response.ok) {
      return response;
    }
    const refusal = await refusalOf(response);
    const mayTryAgain =
      response.status === 401 &&
      !options.quiet &&
      (key() !== sent || (await askForKey(sent ? refusal.message : "This server wants an API key.")));
    if (!mayTryAgain) {
      throw refusal;
    }
  }
}

/** The JSON at `path`. */
export const read = async (path, options) => (await call(path, options)).json();

async function send(path, { body, post, signal }, sent) {
  const headers = sent ? { Authorization: `Bearer ${sent}` } : {};
  const request = { headers, signal, cache: "no-store", credentials: "omit" };
  if (body !== undefined) {
    headers["Content-Type"] = "application/json";
    Object.assign(request, { method: "POST", body: JSON.stringify(body) });
  } else if (post) {
    request.method = "POST";
  }
  try {
    return await fetch(address(path), request);
  } catch (error) {
    if (error.name === "AbortError") {
      throw error;
    }
    throw new Refused(0, "The server cannot be reached. Is it still running?");
  }
}

async function refusalOf(response) {
  const details = {
    id: response.headers.get("X-Request-Id") ?? "",
    retryAfter: response.headers.get("Retry-After") ?? "",
  };
  try {
    const { message, code } = await response.json();
    return new Refused(response.status, String(message), { ...details, code });
  } catch {
    return new Refused(response.status, `The server answered with status ${response.status}.`, details);
  }
}

/** Milliseconds by name, of a `Server-Timing` header. */
export function timings(response) {
  const header = response.headers.get("Server-Timing") ?? "";
  return Object.fromEntries(
    [...header.matchAll(/(\w+);dur=([\d.]+)/g)].map(([, name, value]) => [name, Number(value)]),
  );
}
