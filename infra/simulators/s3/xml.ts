export const escapeXml = (text: string): string =>
  text.replace(/[&<>"]/g, (c) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" })[c] ?? c);

const NAMESPACE = "http://s3.amazonaws.com/doc/2006-03-01/";

export const answerXml = (root: string, content: string): Response =>
  new Response(`<?xml version="1.0" encoding="UTF-8"?>\n<${root} xmlns="${NAMESPACE}">${content}</${root}>`, {
    headers: { "Content-Type": "application/xml" },
  });

/** S3's error body, by its code. */
export const failure = (status: number, code: string): Response =>
  new Response(`<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>${code}</Code><Message>${code}</Message></Error>`, {
    status,
    headers: { "Content-Type": "application/xml" },
  });

export const notFound = (): Response => failure(404, "NoSuchKey");
