// Drawings for empty and broken views: one string, sounding or snapped. The second path is the coloured one.
export const art = {
  sounding: ["M8 32h132", "M26 32C52 12 96 12 122 32M26 32c26 20 70 20 96 0"],
  snapped: ["M8 32h44M96 32h44", "M52 32c6 0 8-12 14-6M96 32c-6 0-8 12-14 6"],
} as const;

export type ArtName = keyof typeof art;
