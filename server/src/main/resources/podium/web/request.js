// The requests that the page sends, and that its snippets show.

/** What a program would send. Options that are left as they are by the server are left out. */
export function request({ model, query, documents, options }) {
  return {
    model,
    query,
    documents: documents.map(({ text, image }) => (image === undefined ? text : image && text ? { image, text } : { image })),
    ...options,
  };
}

/** What the page sends: it has the documents already, and wants to know what was read of them. */
export const forPage = (asked) => ({ ...asked, return_documents: false, return_details: true });
