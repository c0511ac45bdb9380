// What a module tells the house, and what the house gives to its handlers.
//
// A route is one line: method, pattern, handler. Reading handlers run on a reader thread with a snapshot of the database.
// Changing handlers have two halves: the first reads the request (reader thread), the second applies the command (writer
// thread, one transaction with its idempotency record) and makes the answer, which leaves only after the commit is durable.
#pragma once

#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/language.h"
#include "base/result.h"
#include "law/law.h"
#include "platform/audit/audit.h"
#include "platform/auth/auth.h"
#include "platform/db/db.h"
#include "platform/html/html.h"
#include "platform/http/http.h"
#include "platform/i18n/i18n.h"
#include "platform/jobs/jobs.h"
#include "platform/journal/journal.h"
#include "platform/search/search.h"
#include "platform/secrets/secrets.h"

namespace jauap {

struct Settings;                       // platform/config
namespace files { class Blobs; }       // platform/files
namespace directory { class Register; }  // bodies and districts as they stand now
namespace record { class Office; }     // keys and standing of the public record

// All that a command may know of the world: who, when, by which law. A command has no effect but through its Tx.
struct Context {
  Actor actor;
  Instant now;
  CivilTime today;  // now in the pack's zone
  std::shared_ptr<const law::Pack> pack;
  const Permissions* permissions = nullptr;
  const secrets::Keys* keys = nullptr;
  IdMaker* ids = nullptr;
  const Settings* settings = nullptr;
  const search::Index* search = nullptr;  // none in commands of the command line
  const files::Blobs* blobs = nullptr;
  const record::Office* record = nullptr;  // none in tests that know no record

  journal::Speaker speaker() const { return {actor, now, ids, keys}; }
  Result<Permit> authorise(May may, const Subject& subject) const {
    return permissions->authorise(actor, may, subject);
  }
};

enum class Format { html, json, csv, atom };

inline const std::vector<http::FilePart> no_files;

// One request as a handler sees it. Lives on one thread for one request.
struct Visit {
  const http::Request& request;
  std::string_view path;           // without language prefix and format suffix: "/appeals/KZ75-A-2026-000284"
  std::vector<std::string> params; // values of {…} in the route's pattern, decoded, in order
  http::Pairs query;               // decoded, without repeated names
  Language language = Language::kk;
  Format format = Format::html;
  bool api = false;                // under /api/v1
  i18n::Words words;
  Context context;
  db::ReadTx& db;
  std::string session;             // id of the session or pre-session, to which the tokens of forms belong
  bool fresh_factor = false;       // signed in with a second factor within 15 minutes

  const Actor& actor() const { return context.actor; }
  const law::Pack& pack() const { return *context.pack; }
  // "/ru" + path: an address in the language of the page.
  html::Url url(std::string_view path) const;
  // Files of the form, for routes that take them. Views into the request's body, so good in both halves of a change.
  const std::vector<http::FilePart>& files = no_files;
  // Set when the page has a form, so that an anonymous browser gets the pre-session to which the form's token belongs.
  mutable bool needs_pre_session = false;
  // Tells the audit what private data this answer shows to a member of staff; in own matters, and to others, nothing is told. The
  // answer leaves after the row is durable.
  void seen(audit::Entry entry) const;
  mutable std::vector<audit::Entry> shown = {};
  bool has_page = true;            // the same address can be read by GET, so it may be opened in another language
  bool over_limit = false;         // this client sent too many submissions: only after a confirmation
  // The case code sent with the request (header Jauap-Code or the case cookie), "" when none.
  std::string case_code;
};

using Read = std::function<http::Response(const Visit&)>;

// The second half of a change, on the writer thread. The visit is the same request with the write transaction as its
// database, so that the answer can be a page. Returns the answer; `keep` false undoes all it wrote. Captures by value only:
// the first half's visit is gone by then.
struct Applied {
  http::Response response;
  bool keep = true;
};
using Apply = std::function<Applied(db::Tx&, const Visit&)>;
// The first half: either an answer at once (bad input, the form again) or what is to be applied.
struct Prepared {
  Prepared(http::Response answer) : answer(std::move(answer)) {}  // NOLINT
  Prepared(Apply apply) : apply(std::move(apply)) {}              // NOLINT
  http::Response answer;
  Apply apply;
};
// `input` is the form of a page (empty for JSON; the raw body is in visit.request.body).
using Change = std::function<Prepared(const Visit&, const http::Pairs& input)>;

// Classes of limits (platform/auth/limits.h). Over `submit` a change is heard all the same and told so (Visit::over_limit), until it is
// a `flood`.
enum class Throttle { page, dear, login, submit, letter, flood, files };

struct Route {
  http::Method method = http::Method::get;
  std::string pattern;             // "/appeals/{number}/answer"; "{number}" matches one segment
  Read read;                       // for get
  Change change;                   // for post
  bool localised = true;           // lives under /kk /ru /en; false: exactly as written
  std::vector<Format> formats = {Format::html};  // what else the address answers by suffix or Accept
  std::size_t body_max = 64 * 1024;
  Throttle throttle = Throttle::page;
  std::string dear_parameter = {}; // with it the request counts as dear: "q"
  bool csrf = true;                // forms: token and origin are checked; API calls with a bearer token are exempt
  std::string media_type = "application/json";  // of the body, under /api/v1
  bool takes_files = false;        // the form is multipart/form-data with files; others refuse them in words
  bool takes_raw = false;          // the body is no form: the handler reads visit.request.body
  bool replay = true;              // answers are kept for repeats with the same one-time key; false: sign-in and the like

  // For the OpenAPI document; filled for routes under /api/v1 only.
  std::string summary;             // English, one line
  std::string input_schema, output_schema;  // JSON Schema text or "" (see platform/module/schema.h)
  int success = 200;
  std::vector<std::string> query_names;     // accepted query parameters; others are refused by name
};

Route page(std::string pattern, Read read);                                   // GET, HTML only
Route object(std::string pattern, Read read, std::vector<Format> formats);    // GET in several formats
Route change(std::string pattern, Change change);                             // POST of a form
Route api_get(std::string pattern, Read read, std::string summary, std::string output_schema,
              std::vector<std::string> query_names = {});                     // GET /api/v1…
Route api_post(std::string pattern, Change change, std::string summary, std::string input_schema,
               std::string output_schema, int success = 201);                 // POST /api/v1…

struct MenuEntry {
  enum class Place { none, write, problems, meetings, councils, results, work } place = Place::none;
  Key label;
  std::string path;                // "/appeals"
  std::vector<Role> roles = {};    // for Place::work: who sees it
};

// What demonstration data may use.
struct DemoOptions {
  std::int64_t appeals = 300;
  std::uint64_t seed = 1;
};

struct House;  // the running program: pack, keys, settings, database (house.h)

struct Module {
  std::string name;
  char letter = 0;                               // in public numbers; 0: none
  std::vector<MenuEntry> menu = {};
  std::vector<Route> routes = {};
  std::vector<Permission> permissions = {};
  std::vector<journal::EventType> events = {};
  std::vector<journal::Listener> listens = {};
  std::function<std::vector<jobs::Handler>(House&)> jobs = {};
  std::function<void(House&, const DemoOptions&)> demo = {};
  // What of one of its objects everybody may find, as it stands now; nothing takes it out of the index.
  std::function<std::optional<search::Document>(db::ReadTx&, const law::Pack&, const ObjectRef&)> document = {};
};

// ---- answers that every module needs -------------------------------------------------------------------------------

// A page in the frame of the house: header, navigation, <main>, footer. Implemented in frame.cpp.
struct Page {
  std::string title;               // "what — object"; the frame adds "— Jauap"
  html::Html body;                 // content of <main>, begins with its <h1>
  int status = 200;
  bool errors = false;             // the title begins with "Error:"
  bool is_private = true;          // no-store, noindex, no-referrer; false: public, with validator
  std::string etag;                // for public pages; made from the object's version
  std::string description;         // for public pages: og:description
  std::string script;              // name of a script entry ("submit") or ""
  std::string style;               // name of an extra stylesheet ("desk") or ""
  std::vector<std::pair<std::string, html::Url>> crumbs = {};
  std::vector<std::pair<std::string, std::string>> alternates = {};  // type → local path: Atom, CSV, JSON
};
http::Response respond(const Visit& visit, Page page);

// 303 to an address in the language of the visit.
http::Response see_other(const html::Url& url);

// Status of a problem kind, chosen in this one place.
int status_of(Problem::Kind kind);
// A page or problem document (RFC 9457) that says in the person's language what is wrong.
http::Response refuse(const Visit& visit, const Problems& problems);
http::Response not_found(const Visit& visit);

// application/json; `public_etag` empty: no-store.
http::Response json(std::string body, int status = 200, std::string_view public_etag = "");

// Hidden fields that every form needs: CSRF token and one-time key (makes a repeated send harmless).
html::Html form_fields(const Visit& visit);

}  // namespace jauap
