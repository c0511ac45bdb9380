// Every route of the program: pages from the modules' own lists, the rest from the OpenAPI document. A test that walks over
// them sees a new route without being told.
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { root } from "./server.mjs";

// { method, path: "/appeals/{number}", formats: ["", ".json"] } of every page, without the language.
export function pageRoutes() {
  const routes = [];
  for (const name of readdirSync(join(root, "src"))) {
    let source;
    try {
      source = readFileSync(join(root, "src", name, "module.cpp"), "utf8");
    } catch {
      continue;
    }
    for (const [, maker, path, rest] of source.matchAll(/\b(\w+)\("(\/[^"]*)",([^;]*?)\)[,;}\n]/g)) {
      const isRead = ["page", "object", "file_itself"].includes(maker);
      const formats = /list_formats/.test(rest) ? ["", ".json", ".csv", ".atom"] : /Format::csv/.test(rest) ? ["", ".json", ".csv"] : /both|Format::json/.test(rest) ? ["", ".json"] : [""];
      routes.push({ method: isRead ? "GET" : "POST", path, formats: isRead ? formats : [""] });
    }
  }
  return routes;
}

export async function apiRoutes(url) {
  const document = await (await fetch(new URL("/api/v1/openapi.json", url))).json();
  return Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({
      method: method.toUpperCase(),
      path,
      parameters: operation.parameters.filter((one) => one.in === "query").map((one) => one.name),
    })),
  );
}

// The steps that have a form of their own under {step}.
export async function stepNames(url) {
  return (await apiRoutes(url)).flatMap(({ method, path }) => (method === "POST" ? [path.match(/^\/api\/v1\/appeals\/\{number\}\/(.+)$/)?.[1] ?? []].flat() : []));
}
