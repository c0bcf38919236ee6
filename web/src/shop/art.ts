// What the shop sells, drawn with one pen: each a list of strokes, the filled ones first.
export interface Art {
  readonly filled: readonly string[];
  readonly drawn: readonly string[];
}

export const art = {
  noodles: { filled: ["M20 42h80c0 24-16 36-40 36S20 66 20 42Z"], drawn: ["M14 42h92", "M34 42c3-9 11-9 14 0M48 42c3-11 13-11 16 0M64 42c3-9 11-9 14 0M78 42c2-7 8-7 10 0", "M82 10 64 40M92 14 72 40", "M40 58c12 6 28 6 40 0"] },
  tea: { filled: ["M40 26h40l-6 56H46l-6-56Z"], drawn: ["M35 26h50M40 18h40l3 8H37l3-8Z", "M62 18 70 4h8", "M43 46h34", "M54 70h.1M61 74h.1M66 68h.1M58 62h.1"] },
  bun: { filled: ["M60 22c6 8 36 14 36 36a36 22 0 0 1-72 0c0-22 30-28 36-36Z"], drawn: ["M28 66c20 10 44 10 64 0", "M60 22c-1 6 0 10 3 15M46 34c1 4 3 7 6 9M76 36c-2 4-4 6-7 7"] },
  bowl: { filled: ["M18 46h84c0 22-18 34-42 34S18 68 18 46Z"], drawn: ["M12 46h96", "M30 46c2-12 18-16 26-6M52 42c6-12 24-10 26 4", "M78 44c2-8 12-8 14 2M84 30c4-6 12-4 12 2s-8 8-12 4", "M40 62h40"] },
  parcel: { filled: ["M60 12 96 28v36L60 82 24 64V28L60 12Z"], drawn: ["M24 28l36 18 36-18M60 46v36M42 20l36 18v14"] },
  print: { filled: ["M38 12h34l12 12v24H38V12Z", "M24 42h72v26H24z"], drawn: ["M72 12v12h12M48 28h20M48 36h26", "M38 58h44v24H38zM48 66h24M48 74h16M86 50h.1"] },
} as const satisfies Readonly<Record<string, Art>>;

export type ArtName = keyof typeof art;
