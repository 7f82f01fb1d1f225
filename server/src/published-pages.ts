// Where the documentation of this version is published, for what leaves the computer, and for programs without it.
import { repository, version } from '../../package.json';

/** The URI of the documentation in the repository, as it was when this version was released. */
export const publishedDocs = `${repository.url.replace(/^git\+|\.git$/g, '')}/blob/v${version}/docs`;

/** The URI of the folder there with the page of each rule, `<rule>.md`. */
export const publishedPages = `${publishedDocs}/rules`;
