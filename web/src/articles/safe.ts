// The server's rendering of Markdown, built anew element by element: whatever is not on this list, an attribute or an element, does not come into the
// page. The server leaves nothing in that could run; this holds even if it did.

const elements = new Set("p h1 h2 h3 h4 h5 h6 ul ol li a strong em del code pre blockquote table thead tbody tr th td hr br".split(" "));
const aligned = new Set(["left", "center", "right"]);

/** Leads out of the page, or to a place of this site. */
function addressOf(text: string): string | null {
  if (text.startsWith("#") || /^\/(?!\/)/.test(text)) return text;
  return /^(https?|mailto|tel):/i.test(text) ? text : null;
}

function attributes(from: Element, into: Element): void {
  const name = from.localName;
  const id = from.getAttribute("id");
  if (/^h\d$/.test(name) && id !== null) into.setAttribute("data-place", id);
  if (name === "th" || name === "td") {
    const align = from.getAttribute("align") ?? /text-align:\s*(\w+)/.exec(from.getAttribute("style") ?? "")?.[1] ?? "";
    if (aligned.has(align)) into.setAttribute("align", align);
  }
  if (name === "ol" && /^\d{1,9}$/.test(from.getAttribute("start") ?? "")) into.setAttribute("start", from.getAttribute("start") ?? "1");
  if (name !== "a") return;
  const address = addressOf(from.getAttribute("href") ?? "");
  if (address === null) return;
  into.setAttribute("href", address);
  if (address.startsWith("#")) return;
  into.setAttribute("target", "_blank");
  into.setAttribute("rel", "noopener noreferrer");
}

function copied(from: Node, into: Node, page: Document): void {
  for (const child of from.childNodes) {
    if (child.nodeType === Node.TEXT_NODE) into.appendChild(page.createTextNode(child.textContent ?? ""));
    if (!(child instanceof Element)) continue;
    const own = elements.has(child.localName) ? page.createElement(child.localName) : null;
    if (own !== null) attributes(child, into.appendChild(own));
    // Of what is not on the list its words stay, except where they are no words.
    if (own !== null || !/^(script|style|template|noscript|iframe|object|svg|math)$/.test(child.localName)) copied(child, own ?? into, page);
  }
}

/** Puts it into `box` in place of what is there. */
export function showSafely(box: HTMLElement, html: string): void {
  const read = new DOMParser().parseFromString(html, "text/html");
  const made = document.createDocumentFragment();
  copied(read.body, made, document);
  box.replaceChildren(made);
}
