#include "platform/module/frame.h"

#include <algorithm>

#include "platform/assets/assets.h"
#include "platform/auth/cookies.h"
#include "platform/html/components.h"

namespace jauap {
namespace {
using namespace html;
using namespace html::tags;

struct Frame {
  FrameParts parts;
  std::string stamp;  // of all that the frame puts on a page: part of validators
};
Frame& frame() {
  static Frame the_frame;
  return the_frame;
}

std::string stamp_of(const FrameParts& parts) {
  std::string all = parts.version + std::string(assets::core_css_hash());
  for (const auto& asset : assets::all()) all += asset.path;
  for (const auto& entry : parts.menu) all += std::string(entry.label.name()) + entry.path;
  return std::to_string(key_hash(all));
}

// ---- header
// ----------------------------------------------------------------------------------------------------------

struct LanguageName {
  std::string_view short_name, rest;  // together the whole name; narrow screens show the first part only
};
constexpr LanguageName language_names[] = {{"Қаз", "ақша"}, {"Рус", "ский"}, {"Eng", "lish"}};

// Each in its own language and leading to the same page; home, when the address of a form sent has no page of its own.
Html language_links(const Visit& visit) {
  std::string path = visit.has_page ? std::string(visit.path) : "/";
  if (visit.has_page && !visit.request.query.empty()) path += "?" + visit.request.query;
  std::vector<Html> items;
  for (const auto language : all_languages) {
    const auto tag = code(language);
    const auto& name = language_names[std::size_t(language)];
    const auto words = join({name.short_name, span({cls("rest"), name.rest})});
    const auto to = Url::local("/" + std::string(tag) + path);
    items.push_back(li({language == visit.language ? span({attr("lang", tag), attr("aria-current", "true"), words})
                                                   : a({href(to), attr("lang", tag), attr("hreflang", tag), words})}));
  }
  return nav({attr("aria-label", visit.words("platform.languages")), ul({join(items)})});
}

Html mark() {
  return trusted(
      "<svg viewBox=\"0 0 32 32\" aria-hidden=\"true\"><path fill=\"#fff\" d=\"M6 3h20a4 4 0 0 1 4 4v13a4 4 0 0 1-4 "
      "4H15l-8 "
      "6v-6H6a4 4 0 0 1-4-4V7a4 4 0 0 1 4-4z\"/><path fill=\"none\" stroke=\"#0f4c5c\" stroke-width=\"3.2\" "
      "stroke-linecap=\"round\" stroke-linejoin=\"round\" d=\"M9.5 13.5l4.5 4.5 8.5-9\"/></svg>");
}

Html account_link(const Visit& visit) {
  const auto& actor = visit.actor();
  if (!actor.signed_in()) return a({href(visit.url("/sign-in")), visit.words("platform.sign_in")});
  return a({href(visit.url("/me")), actor.name.empty() ? visit.words("platform.my_page") : actor.name});
}

// Staff always see in which role and for which body they act: what is done is signed with it.
Html acting_as(const Visit& visit) {
  const auto& actor = visit.actor();
  if (actor.posts.empty()) return {};
  const auto& t = visit.words;
  std::string role(t.by_name("platform.role." + std::string(role_code(actor.role))));
  if (const auto* body = visit.pack().body(actor.body)) role += ", " + std::string(body->name.in(visit.language));
  return p({cls("role"), t("platform.acting_as", {{"role", role}}),
            when(actor.posts.size() > 1, join({" · ", a({href(visit.url("/me/settings")), t("platform.switch_role")})}))});
}

Html top(const Visit& visit) {
  return tags::header({cls("top"), div({cls("wrap"), a({cls("name"), href(visit.url("/")), mark(), "Jauap"}),
                                        language_links(visit), account_link(visit), acting_as(visit)})});
}

// ---- navigation
// ------------------------------------------------------------------------------------------------------

bool is_for(const MenuEntry& entry, const Actor& actor) {
  if (entry.place == MenuEntry::Place::none) return false;
  if (entry.roles.empty()) return entry.place != MenuEntry::Place::work;
  return std::find(entry.roles.begin(), entry.roles.end(), actor.role) != entry.roles.end();
}

bool is_here(const Visit& visit, const MenuEntry& entry) {
  return visit.path == entry.path || visit.path.starts_with(entry.path + "/");
}

Html entry_link(const Visit& visit, const MenuEntry& entry) {
  auto current = attr("aria-current", visit.path == entry.path ? "page" : "true");
  current.present = is_here(visit, entry);
  return a({href(visit.url(entry.path)), current, visit.words(entry.label)});
}

// In the order of the places, whatever the order of modules.
std::vector<const MenuEntry*> entries_of(const Visit& visit, bool is_work) {
  std::vector<const MenuEntry*> found;
  for (const auto& entry : frame().parts.menu)
    if ((entry.place == MenuEntry::Place::work) == is_work && is_for(entry, visit.actor())) found.push_back(&entry);
  std::stable_sort(found.begin(), found.end(), [](const auto* a, const auto* b) { return a->place < b->place; });
  return found;
}

// The first thing one may do stays a visible button; the rest folds on narrow screens. The list stands twice in the
// markup, each time shown on one kind of screen only: an open <details> cannot be told to stay open on wide ones.
Html public_menu(const Visit& visit) {
  std::vector<Html> links;
  Html write;
  for (const auto* entry : entries_of(visit, false)) {
    if (entry->place == MenuEntry::Place::write)
      write = link_button(visit.words(entry->label), visit.url(entry->path));
    else
      links.push_back(li({entry_link(visit, *entry)}));
  }
  if (write.empty() && links.empty()) return {};
  const auto list = ul({join(links)});
  return nav({cls("menu"), attr("aria-label", visit.words("platform.menu")),
              div({cls("wrap"), write,
                   when(!links.empty(), join({details({cls("folded"), summary({visit.words("platform.menu")}), list}),
                                              div({cls("across"), list})}))})});
}

Html work_menu(const Visit& visit) {
  std::vector<Html> links;
  for (const auto* entry : entries_of(visit, true)) links.push_back(li({entry_link(visit, *entry)}));
  if (links.empty()) return {};
  return nav(
      {cls("menu work"), attr("aria-label", visit.words("platform.work_menu")), div({cls("wrap"), ul({join(links)})})});
}

// ---- footer
// ----------------------------------------------------------------------------------------------------------

Html bottom(const Visit& visit) {
  const auto& t = visit.words;
  const auto& phone = visit.pack().help_phone;
  std::vector<Html> items;
  const auto add = [&](const std::string& words, const Url& url) { items.push_back(li({a({href(url), words})})); };
  add(t("platform.footer.track"), visit.url("/track"));
  if (!phone.empty()) add(t("platform.footer.phone", {{"phone", phone}}), Url::outside("tel:" + phone));
  add(t("platform.footer.rights"), visit.url("/rights"));
  add(t("platform.footer.accessibility"), visit.url("/prefs"));
  add(t("platform.footer.privacy"), visit.url("/privacy"));
  add(t("platform.footer.data"), visit.url("/data"));
  const auto version =
      t("platform.footer.version", {{"version", frame().parts.version}, {"date", t.date(visit.context.today.date)}});
  return footer({div({cls("wrap"), nav({attr("aria-label", t("platform.footer")), ul({join(items)})}),
                      when(frame().parts.demo, p({t("platform.footer.demo")})), p({cls("meta"), version})})});
}

// ---- head
// ------------------------------------------------------------------------------------------------------------

Html meta(std::string_view name, std::string_view content) {
  return void_element("meta", {attr("name", name), attr("content", content)});
}
Html property(std::string_view name, std::string_view content) {
  return void_element("meta", {attr("property", name), attr("content", content)});
}
Html sheet(std::string_view name, std::string_view media) {
  return void_element("link", {attr("rel", "stylesheet"), attr("href", assets::url(name)), attr("media", media)});
}
Html script(std::string_view name) {
  return element("script", {attr("type", "module"), attr("src", assets::url(name))});
}

Html about_public(const Visit& visit, const Page& page) {
  std::vector<Html> lines;
  for (const auto language : all_languages)
    lines.push_back(void_element("link", {attr("rel", "alternate"), attr("hreflang", code(language)),
                                          attr("href", "/" + std::string(code(language)) + std::string(visit.path))}));
  if (!page.description.empty())
    lines.push_back(join({meta("description", page.description), property("og:title", page.title),
                          property("og:description", page.description)}));
  return join(lines);
}

Html head(const Visit& visit, const Page& page) {
  const auto title =
      (page.errors ? visit.words("platform.error_title") + " " : std::string()) + page.title + " — Jauap";
  std::vector<Html> alternates;
  for (const auto& [type, address] : page.alternates)
    alternates.push_back(void_element("link", {attr("rel", "alternate"), attr("type", type), attr("href", address)}));
  return element(
      "head",
      {void_element("meta", {attr("charset", "utf-8")}), meta("viewport", "width=device-width, initial-scale=1"),
       element("title", {title}), trusted("<style>" + std::string(assets::core_css()) + "</style>"),
       page.style.empty() ? Html() : sheet(page.style + ".css", "all"), sheet("print.css", "print"),
       void_element("link",
                    {attr("rel", "icon"), attr("href", assets::url("favicon.svg")), attr("type", "image/svg+xml")}),
       meta("theme-color", "#0f4c5c"), page.is_private ? meta("robots", "noindex") : about_public(visit, page),
       join(alternates), script("page.js"), page.script.empty() ? Html() : script(page.script + ".js")});
}

// ---- the whole
// -------------------------------------------------------------------------------------------------------

// The cookie of the page of preferences; only known values become classes.
std::string_view preferences(const Visit& visit) {
  const auto cookies = http::parse_cookies(visit.request.header("cookie"));
  const auto chosen = cookies.get("prefs");
  if (chosen == "larger") return "larger";
  if (chosen == "largest") return "largest";
  if (chosen == "contrast") return "contrast";
  if (chosen == "larger-contrast") return "larger contrast";
  if (chosen == "largest-contrast") return "largest contrast";
  return "";
}

std::string document(const Visit& visit, const Page& page, std::string_view classes) {
  auto chosen = cls(classes);
  chosen.present = !classes.empty();
  const auto content = element("body", {a({cls("skip"), href(Url::fragment("content")), visit.words("platform.skip")}),
                                        top(visit), public_menu(visit), work_menu(visit),
                                        div({cls("wrap"), breadcrumbs(visit.words("platform.crumbs"), page.crumbs),
                                             main({id("content"), attr("tabindex", "-1"), page.body})}),
                                        bottom(visit)});
  return "<!DOCTYPE html>" +
         element("html", {attr("lang", code(visit.language)), chosen, head(visit, page), content}).take();
}

// A page of a signed-in person, or one with a form that carries a token, is that person's alone. Preferences change the
// bytes of a public page: then only this browser may keep it.
void cache_headers(const Visit& visit, const Page& page, std::string_view classes, http::Response& response) {
  if (page.is_private || visit.actor().signed_in() || visit.needs_pre_session) {
    response.header("Cache-Control", "no-store").header("Referrer-Policy", "no-referrer");
    return;
  }
  response.header("Referrer-Policy", "strict-origin-when-cross-origin")
      .header("Cache-Control",
              classes.empty() ? "public, max-age=0, must-revalidate" : "private, max-age=0, must-revalidate")
      .header("Vary", "Accept, Accept-Language");
  if (page.etag.empty()) return;
  // The footer bears the day; a weak validator, since compressed and plain bytes share it.
  response.header("ETag", "W/\"" + page.etag + "." + frame().stamp + "." +
                              std::to_string(visit.context.today.date.days()) +
                              std::string(classes.empty() ? "" : ".") + std::string(classes) + "\"");
}

}  // namespace

void set_frame(FrameParts parts) {
  frame().stamp = stamp_of(parts);
  frame().parts = std::move(parts);
}

const FrameParts& frame_parts() {
  return frame().parts;
}

void Visit::seen(audit::Entry entry) const {
  if (is_staff(actor().role) && std::find(shown.begin(), shown.end(), entry) == shown.end()) shown.push_back(std::move(entry));
}

html::Url Visit::url(std::string_view local_path) const {
  return Url::local("/" + std::string(code(language)) + std::string(local_path));
}

http::Response respond(const Visit& visit, Page page) {
  http::Response response{.status = page.status};
  response.header("Content-Type", "text/html; charset=utf-8").header("Content-Language", code(visit.language));
  page.is_private = page.is_private || page.status != 200;
  const auto classes = preferences(visit);
  response.body = document(visit, page, classes);
  cache_headers(visit, page, classes, response);
  return response;
}

html::Html form_fields(const Visit& visit) {
  visit.needs_pre_session = true;
  return join(
      {input({attr("type", "hidden"), attr("name", "_csrf"), attr("value", auth::csrf_token(*visit.context.keys, visit.session))}),
       input({attr("type", "hidden"), attr("name", "_once"), attr("value", secrets::hex(secrets::random_bytes(16)))})});
}

}  // namespace jauap
