// Where the visitor has been and what the site says he did, the newest few. Held in memory: the server has no message for it yet
// (docs/widget.md), and nothing is kept in the browser for it.

export interface Step {
  readonly at: number;
  readonly name: string;
  readonly page: string;
  readonly data?: Readonly<Record<string, unknown>>;
}

const steps_max = 50;
const name_max = 80;
const data_max = 1_000;

export class Trail {
  private steps: Step[] = [];

  constructor(
    private readonly now: () => number,
    private readonly page: () => string,
  ) {}

  /** False when it is not something that can be kept: no name, or data that is too long or no plain object. */
  add(name: unknown, data?: unknown): boolean {
    if (typeof name !== "string" || name === "" || name.length > name_max) return false;
    const kept = plain(data);
    if (kept === null) return false;
    this.steps = [...this.steps, { at: this.now(), name, page: this.page(), ...(kept === undefined ? {} : { data: kept }) }].slice(-steps_max);
    return true;
  }
  list(): readonly Step[] {
    return this.steps;
  }
}

/** As it would be sent, so that later changes of the page's own object change nothing here. */
function plain(data: unknown): Readonly<Record<string, unknown>> | undefined | null {
  if (data === undefined) return undefined;
  try {
    const text = JSON.stringify(data);
    return typeof data !== "object" || data === null || Array.isArray(data) || text.length > data_max ? null : (JSON.parse(text) as Record<string, unknown>);
  } catch {
    return null;
  }
}
