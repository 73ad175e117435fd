export const isMain: boolean = import.meta.main;
export const about = { url: import.meta.url, dirname: import.meta.dirname };
