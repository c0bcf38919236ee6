// Keeps what is being read where it is: new words below do not move it, earlier ones above neither; at the end it stays at the end.

const near_end_px = 48;
const near_top_px = 240;

export interface ScrollerEvents {
  /** The reader comes near the oldest words that are loaded. */
  nearTop(): void;
  /** What is before the reader's eyes may have changed. */
  moved(): void;
}

export class Scroller {
  atEnd = true;
  private anchor: { readonly node: Element; readonly top: number } | null = null;
  private readonly resize: ResizeObserver;

  /** `rows` is the only child that holds the rows; each row that is an entry has data-seq. */
  constructor(
    private readonly box: HTMLElement,
    private readonly rows: HTMLElement,
    private readonly events: ScrollerEvents,
  ) {
    box.addEventListener("scroll", this.scrolled, { passive: true });
    // The keyboard of a phone, or a growing composer, takes room from below.
    this.resize = new ResizeObserver(() => this.atEnd && this.toEnd());
    this.resize.observe(box);
  }

  stop(): void {
    this.resize.disconnect();
    this.box.removeEventListener("scroll", this.scrolled);
  }

  /** Before the rows change. */
  before(): void {
    if (this.atEnd) return;
    const edge = this.box.getBoundingClientRect().top;
    // An entry, because day breaks are drawn anew when earlier words come above them.
    const node = [...this.rows.querySelectorAll(":scope > [data-seq]")].find((row) => row.getBoundingClientRect().bottom > edge) ?? null;
    this.anchor = node && { node, top: node.getBoundingClientRect().top };
  }

  /** After the rows have changed. */
  after(): void {
    if (this.atEnd) this.toEnd();
    else if (this.anchor?.node.isConnected === true) this.box.scrollTop += this.anchor.node.getBoundingClientRect().top - this.anchor.top;
    this.anchor = null;
    this.events.moved();
    if (!this.atEnd && this.box.scrollTop < near_top_px) this.events.nearTop();
  }

  toEnd(): void {
    this.atEnd = true;
    this.box.scrollTop = this.box.scrollHeight;
  }

  /** The highest data-seq of which the reader has the end before his eyes. */
  lastSeen(): number {
    const edge = this.box.getBoundingClientRect().bottom + near_end_px / 2;
    for (let row = this.rows.lastElementChild; row !== null; row = row.previousElementSibling) {
      const seq = Number((row as HTMLElement).dataset.seq ?? 0);
      if (seq > 0 && row.getBoundingClientRect().bottom <= edge) return seq;
    }
    return 0;
  }

  private readonly scrolled = (): void => {
    const left = this.box.scrollHeight - this.box.clientHeight - this.box.scrollTop;
    this.atEnd = left < near_end_px;
    if (this.box.scrollTop < near_top_px) this.events.nearTop();
    this.events.moved();
  };
}
