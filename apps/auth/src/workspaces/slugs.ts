const LENGTH = 40;

/** A slug made of a name: "Skerry Isle" → "skerry-isle". */
export const slugOf = (name: string): string =>
  name
    .normalize("NFKD")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .slice(0, LENGTH)
    .replace(/^-+|-+$/g, "") || "workspace";

/** The same slug with a random end, for when it is taken. */
export const withSuffix = (slug: string): string => `${slug}-${crypto.randomUUID().slice(0, 6)}`;
