// What the widget asks of the public help: hot questions, a search, an article. Nothing of it is needed to talk, so whatever goes wrong is null.

export interface Hot {
  readonly text: string;
  readonly article: string | null;
}
export interface Config {
  readonly name: string;
  /** A machine answers first. */
  readonly bot: boolean;
  readonly hot: readonly Hot[];
}
export interface Hit {
  readonly slug: string;
  readonly title: string;
  readonly summary: string;
}
export interface Article {
  readonly slug: string;
  readonly title: string;
  readonly html: string;
  /** Where it stands in the help centre, whole. */
  readonly link: string;
  readonly updated: number | null;
}

type Bag = Readonly<Record<string, unknown>>;
const bag = (value: unknown): Bag => (typeof value === "object" && value !== null ? (value as Bag) : {});
const text = (value: unknown): string => (typeof value === "string" ? value : "");
const list = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

const hot_max = 8;
const hits_max = 5;
const asks_within_ms = 10_000;

const hotOf = (value: unknown): Hot => {
  const one = bag(value);
  return typeof value === "string" ? { text: value, article: null } : { text: text(one["text"]), article: text(one["article"]) || text(one["slug"]) || null };
};

export function configOf(value: unknown): Config {
  const one = bag(value);
  return { name: text(one["name"]), bot: one["bot"] === true, hot: list(one["hot"] ?? one["hot_questions"]).map(hotOf).filter((hot) => hot.text !== "").slice(0, hot_max) };
}

export function hitsOf(value: unknown): readonly Hit[] {
  const all = Array.isArray(value) ? value : list(bag(value)["items"]);
  return all.map(bag).map((one) => ({ slug: text(one["slug"]), title: text(one["title"]), summary: text(one["summary"]) }))
    .filter((one) => one.slug !== "" && one.title !== "").slice(0, hits_max);
}

export function articleOf(slug: string, value: unknown, server: string): Article | null {
  const one = bag(value);
  if (text(one["title"]) === "") return null;
  const updated = Date.parse(text(one["updated_at"]));
  return { slug, title: text(one["title"]), html: text(one["html"]), link: new URL(text(one["link"]), server).href, updated: Number.isNaN(updated) ? null : updated };
}

/** The slug of an article of this help centre, when the link goes to one. */
export function slugOf(link: string, server: string): string | null {
  const url = new URL(link, server);
  const slug = url.origin === new URL(server).origin ? /^\/help\/(?:[\w-]+\/)?a\/([^/]+)$/.exec(url.pathname)?.[1] : undefined;
  return slug === undefined ? null : decodeURIComponent(slug);
}

export class Help {
  constructor(
    private readonly server: string,
    private readonly inbox: string | null,
    private readonly language: () => string,
    private readonly get: (url: string, init: RequestInit) => Promise<Response> = (url, init) => fetch(url, init),
  ) {}

  async config(): Promise<Config | null> {
    const value = await this.ask("config", this.inbox === null ? {} : { inbox: this.inbox });
    return value === null ? null : configOf(value);
  }
  async search(q: string): Promise<readonly Hit[] | null> {
    const value = await this.ask("search", { q });
    return value === null ? null : hitsOf(value);
  }
  async article(slug: string): Promise<Article | null> {
    return articleOf(slug, await this.ask(`articles/${encodeURIComponent(slug)}`, {}), this.server);
  }

  private async ask(path: string, query: Readonly<Record<string, string>>): Promise<unknown> {
    const url = new URL(`/api/v1/widget/${path}`, this.server);
    url.search = new URLSearchParams({ ...query, language: this.language() }).toString();
    try {
      // No cookies, and nothing that would need a question beforehand.
      const answer = await this.get(url.href, { credentials: "omit", signal: AbortSignal.timeout(asks_within_ms) });
      return answer.ok ? ((await answer.json()) as unknown) : null;
    } catch {
      return null;
    }
  }
}
