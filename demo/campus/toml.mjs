// Reads the subset of TOML that this folder uses: [[table]], bare and dotted keys, strings in double quotes, whole numbers,
// booleans, arrays and inline tables. Anything else is an Error that names the line, so that a full reader has no surprises.

const string = /"([^"\\\n]|\\["\\nt])*"/y;

class Reader {
  constructor(text, where) {
    this.text = text;
    this.where = where;
    this.at = 0;
  }

  fail(what) {
    throw new Error(`${this.where} line ${this.text.slice(0, this.at).split('\n').length}: ${what}`);
  }

  here() {
    return this.text[this.at];
  }

  ended() {
    return this.at >= this.text.length;
  }

  take(pattern, what) {
    const sticky = new RegExp(pattern, 'y');
    sticky.lastIndex = this.at;
    const hit = sticky.exec(this.text);
    if (!hit) this.fail(`expected ${what}`);
    this.at += hit[0].length;
    return hit;
  }

  // Over lines and comments too.
  blank() {
    this.take(/(\s|#[^\n]*)*/, 'nothing');
  }

  list(close, one) {
    this.at += 1;
    for (this.blank(); this.here() !== close; this.blank()) {
      one();
      this.blank();
      if (this.here() === ',') this.at += 1;
      else if (this.here() !== close) this.fail(`expected , or ${close}`);
    }
    this.at += 1;
  }

  value() {
    if (this.here() === '"') return JSON.parse(this.take(string, 'a string')[0]);
    if (this.here() === '[') {
      const items = [];
      this.list(']', () => items.push(this.value()));
      return items;
    }
    if (this.here() === '{') {
      const table = {};
      this.list('}', () => this.assign(table));
      return table;
    }
    const word = this.take(/true|false|-?[0-9]+/, 'a value')[0];
    return word === 'true' ? true : word === 'false' ? false : Number(word);
  }

  assign(table) {
    const path = this.take(/[A-Za-z0-9_-]+(\.[A-Za-z0-9_-]+)*/, 'a key')[0].split('.');
    const last = path.pop();
    this.take(/[ \t]*=[ \t]*/, '=');
    for (const step of path) table = table[step] ??= {};
    if (last in table) this.fail(`${last} stands twice`);
    table[last] = this.value();
  }

  document() {
    const out = {};
    let target = out;
    for (this.blank(); !this.ended(); this.blank()) {
      if (this.text.startsWith('[[', this.at)) {
        const name = this.take(/\[\[([a-z_]+)\]\]/, '[[table]]')[1];
        target = {};
        (out[name] ??= []).push(target);
      } else this.assign(target);
      this.take(/[ \t]*(#[^\n]*)?(\n|$)/, 'the end of the line');
    }
    return out;
  }
}

export function readToml(text, where) {
  return new Reader(text, where).document();
}
