import { readFileSync } from "node:fs";

const site = JSON.parse(readFileSync("site.json", "utf-8"));
const columns = new Map(site.columns.map((column) => [column.path, column]));
const two = (number) => String(number).padStart(2, "0");
const local = (date) => new Date(date.getTime() + 8 * 3600 * 1000); // Shanghai, read with the UTC methods
const day = (date) => local(date).toISOString().slice(0, 10);
const clock = (date) => `${two(local(date).getUTCHours())}:${two(local(date).getUTCMinutes())}`;

// The documents of each column, newest first.
function byColumn(api) {
  const found = Object.fromEntries(site.columns.map((column) => [column.path, []]));
  for (const item of api.getFilteredByTag("document").reverse()) found[item.data.column].push(item);
  return found;
}

export default function (config) {
  config.addGlobalData("site", site);
  config.addPassthroughCopy("static");
  config.setNunjucksEnvironmentOptions({ trimBlocks: true, lstripBlocks: true });
  config.addFilter("columnOf", (path) => columns.get(path));
  config.addFilter("day", day);
  config.addFilter("minute", (date) => `${day(date)} ${clock(date)}`);
  config.addFilter("machineTime", (date) => `${day(date)}T${clock(date)}+08:00`);
  config.addFilter("newest", (list, number) => list.slice(0, number));

  config.addCollection("byColumn", byColumn);
  config.addCollection("newest", (api) => api.getFilteredByTag("document").slice(-20).reverse());
  config.addCollection("lists", (api) => {
    const found = byColumn(api);
    return site.columns.flatMap((column) => {
      const items = found[column.path];
      const last = Math.max(1, Math.ceil(items.length / 20));
      const url = (page) => (page === 1 ? `/${column.path}/` : `/${column.path}/page/${page}/`);
      return Array.from({ length: last }, (_, index) => ({
        column,
        url: url(index + 1),
        items: items.slice(index * 20, index * 20 + 20),
        newer: index > 0 ? url(index) : "",
        older: index + 1 < last ? url(index + 2) : "",
      }));
    });
  });

  return {
    dir: { input: ".", output: "output", includes: "_includes" },
    markdownTemplateEngine: false,
    htmlTemplateEngine: "njk",
  };
}
