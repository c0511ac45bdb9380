#include "platform/module/dispatch.h"

#include <algorithm>
#include <optional>

#include "platform/assets/assets.h"
#include "platform/auth/cookies.h"
#include "platform/auth/limits.h"
#include "platform/config/config.h"
#include "platform/idempotency/idempotency.h"
#include "platform/module/frame.h"

namespace jauap {
namespace {

constexpr std::string_view pre_session_cookie = "p";

// Everything of one request that both halves need; shared because the halves run on different threads.
struct Flight {
  http::Request request;
  http::Reply reply;
  Match match;
  Language language = Language::kk;
  Format format = Format::html;
  bool api = false;
  http::Pairs query, cookies, input;
  std::vector<http::FilePart> files;  // views into the request's body
  Identity who;
  std::string session;             // session or pre-session id: what CSRF tokens and one-time keys belong to
  bool new_pre_session = false;
  Instant now;
  bool over_limit = false;                  // too many submissions
  std::shared_ptr<const void> dear_place;   // held while a dear request runs
  std::optional<idempotency::Key> once;
  std::string once_digest;
};

bool is_change(const http::Request& request) { return request.method == http::Method::post; }

Language preferred_language(const http::Request& request, const http::Pairs& cookies) {
  if (const auto chosen = language_of(cookies.get("lang"))) return *chosen;
  std::string_view header = request.header("accept-language");
  while (!header.empty()) {
    const auto comma = header.find(',');
    auto one = header.substr(0, comma);
    while (!one.empty() && one.front() == ' ') one.remove_prefix(1);
    if (const auto language = language_of(one.substr(0, 2))) return *language;
    if (comma == std::string_view::npos) break;
    header.remove_prefix(comma + 1);
  }
  return Language::kk;
}

bool accepts_json(const http::Request& request) {
  const auto accept = request.header("accept");
  return accept.find("application/json") != std::string_view::npos && accept.find("text/html") == std::string_view::npos;
}

bool offers(const Route& route, Format format) {
  return std::find(route.formats.begin(), route.formats.end(), format) != route.formats.end();
}

// A change asked for by another site's page is refused: Sec-Fetch-Site where the browser sends it, else Origin.
bool from_own_site(const http::Request& request) {
  const auto site = request.header("sec-fetch-site");
  if (!site.empty()) return site == "same-origin" || site == "none";
  const auto origin = request.header("origin");
  if (origin.empty() || origin == "null") return origin.empty();
  const auto host_at = origin.find("://");
  return host_at != std::string_view::npos && origin.substr(host_at + 3) == request.header("host");
}

// Questions to the search index and whole tables cost more than a page.
Throttle throttle_of(const Flight& flight) {
  const auto* route = flight.match.route;
  if (!route || route->throttle != Throttle::page) return route ? route->throttle : Throttle::page;
  const auto& query = flight.request.query;
  const auto asked = route->dear_parameter + "=";
  const bool is_asked = !route->dear_parameter.empty() && (query.starts_with(asked) || query.find("&" + asked) != std::string::npos);
  return is_asked || flight.match.suffix == Format::csv ? Throttle::dear : Throttle::page;
}

// What was asked, so that the same key with other content is noticed. Of a form with files what it says, not how: a browser
// chooses another boundary each time.
std::string digest_of(const Flight& flight) {
  if (!flight.match.route->takes_files) return secrets::sha256(flight.request.body + '\n' + flight.request.path);
  std::string content = flight.request.path;
  const auto add = [&](std::string_view text) { content.append("\n").append(std::to_string(text.size())).append(" ").append(text); };
  for (const auto& field : flight.input) {
    add(field.name);
    add(field.value);
  }
  for (const auto& file : flight.files) {
    add(file.field);
    add(secrets::sha256(file.bytes));
  }
  return secrets::sha256(content);
}

Result<http::Upload> form_of(const Flight& flight, std::string_view type) {
  const auto& body = flight.request.body;
  const bool is_multipart = type.starts_with("multipart/form-data");
  if (is_multipart && flight.match.route->takes_files) return http::parse_upload(type, body);
  return http::Upload{.fields = TRY(is_multipart ? http::parse_multipart(type, body) : http::parse_form(body)), .files = {}};
}

}  // namespace

struct Dispatcher::State {
  State(const House& house_, std::vector<Route> routes, DispatchParts parts_)
      : house(house_), router(std::move(routes)), parts(std::move(parts_)) {}

  House house;
  Router router;
  DispatchParts parts;
  auth::AtOnce dear_now{4};  // of one client

  void finish(const std::shared_ptr<Flight>& flight, http::Response response, std::string_view what = "") const;
  void fail(const std::shared_ptr<Flight>& flight, int status, std::string_view what) const;
  int wait_of(Flight& flight) const;
  void write_down(db::Tx& tx, const Flight& flight, const std::vector<audit::Entry>& shown) const;
  void finish_shown(const std::shared_ptr<Flight>& flight, http::Response response, std::vector<audit::Entry> shown) const;
  void read(const std::shared_ptr<Flight>& flight, db::ReadTx& tx) const;
  void answer(const std::shared_ptr<Flight>& flight, db::ReadTx& tx) const;
  void prepare_change(const std::shared_ptr<Flight>& flight, const Visit& visit) const;
  void apply(const std::shared_ptr<Flight>& flight, Apply apply, int attempt) const;
  Visit visit_of(const Flight& flight, db::ReadTx& tx) const;
};

Dispatcher::Dispatcher(const House& house, std::vector<Route> routes, DispatchParts parts)
    : state_(std::make_shared<State>(house, std::move(routes), std::move(parts))) {}
Dispatcher::~Dispatcher() = default;

const Router& Dispatcher::router() const { return state_->router; }

std::size_t Dispatcher::body_limit(http::Method method, std::string_view path) const {
  const auto match = state_->router.match(method, path.substr(0, path.find('?')));
  return match.route ? match.route->body_max : 16 * 1024;
}

Visit Dispatcher::State::visit_of(const Flight& flight, db::ReadTx& tx) const {
  auto context = house.context(flight.who.actor);
  context.now = flight.now;
  context.today = house.pack->civil(flight.now);
  std::string code(flight.request.header("jauap-code"));
  if (code.empty()) code = std::string(flight.cookies.get("case"));
  return Visit{.request = flight.request,
               .path = flight.match.path,
               .params = flight.match.params,
               .query = flight.query,
               .language = flight.language,
               .format = flight.format,
               .api = flight.api,
               .words = i18n::Words(flight.language),
               .context = std::move(context),
               .db = tx,
               .session = flight.session,
               .fresh_factor = flight.who.fresh_factor,
               .files = flight.files,
               .has_page = !is_change(flight.request) || flight.api || router.match(http::Method::get, flight.request.path).route != nullptr,
               .over_limit = flight.over_limit,
               .case_code = std::move(code)};
}

void Dispatcher::State::finish(const std::shared_ptr<Flight>& flight, http::Response response,
                               std::string_view what) const {
  add_security_headers(response);
  compress(flight->request, response);
  parts.log(flight->request, flight->match, response.status, response.content().size(), what);
  flight->reply(std::move(response));
}

void Dispatcher::State::fail(const std::shared_ptr<Flight>& flight, int status, std::string_view what) const {
  auto response = static_error(status, flight->language, flight->request.id, flight->api || flight->format == Format::json);
  if (status == 503) response.header("Retry-After", "2");
  finish(flight, std::move(response), what);
}

// Seconds this client has to wait; 0 to go ahead. Who sent too many appeals goes ahead up to a flood and has to confirm them.
int Dispatcher::State::wait_of(Flight& flight) const {
  const auto throttle = throttle_of(flight);
  const auto& client = flight.request.client;
  const int wait = parts.wait_seconds(throttle, client, flight.now);
  if (wait > 0 && throttle == Throttle::submit) {
    flight.over_limit = true;
    return parts.wait_seconds(Throttle::flood, client, flight.now);
  }
  if (wait == 0 && throttle == Throttle::dear && house.settings->limits) {
    flight.dear_place = dear_now.enter(client);
    if (!flight.dear_place) return 1;
  }
  return wait;
}

void Dispatcher::State::write_down(db::Tx& tx, const Flight& flight, const std::vector<audit::Entry>& shown) const {
  const auto client = audit::client_of(*house.keys, flight.request.client);
  for (const auto& entry : shown) audit::append(tx, *house.ids, flight.now, flight.who.actor, entry, client);
}

// What staff are shown of private data is written down before they see it; where it cannot be, they do not see it.
void Dispatcher::State::finish_shown(const std::shared_ptr<Flight>& flight, http::Response response,
                                     std::vector<audit::Entry> shown) const {
  if (shown.empty()) return finish(flight, std::move(response));
  const auto held = std::make_shared<http::Response>(std::move(response));
  const auto done = [this, flight, held](db::Fate fate) {
    if (fate == db::Fate::committed) return finish(flight, std::move(*held));
    fail(flight, 503, "audit");
  };
  const auto append = [this, flight, shown = std::move(shown)](db::Tx& tx) {
    write_down(tx, *flight, shown);
    return true;
  };
  if (!house.writer->submit({append, done})) fail(flight, 503, "audit");
}

void Dispatcher::handle(http::Request request, http::Reply reply) {
  const auto& state = *state_;
  auto flight = std::make_shared<Flight>();
  flight->request = std::move(request);
  flight->reply = std::move(reply);
  flight->now = state.house.clock->now();
  const auto& path = flight->request.path;
  flight->match = state.router.match(flight->request.method, path);
  flight->cookies = http::parse_cookies(flight->request.header("cookie"));
  flight->language = flight->match.language.value_or(preferred_language(flight->request, flight->cookies));
  flight->api = path.starts_with("/api/");

  const auto* route = flight->match.route;
  if (route && route->localised && !flight->match.language) {
    // The same address in the person's language. A changed request cannot be sent on: it says where it belongs.
    if (is_change(flight->request)) return state.fail(flight, 404, "no language");
    const auto query = flight->request.query.empty() ? "" : "?" + flight->request.query;
    http::Response to{.status = 303};
    to.header("Location", "/" + std::string(code(flight->language)) + (path == "/" ? "/" : path) + query);
    to.header("Vary", "Accept-Language, Cookie");
    return state.finish(flight, std::move(to));
  }
  const int wait = state.wait_of(*flight);
  if (wait > 0) {
    auto response = static_error(429, flight->language, flight->request.id, flight->api, wait);
    response.header("Retry-After", std::to_string(wait));
    return state.finish(flight, std::move(response), "throttled");
  }
  if (is_change(flight->request)) {
    const auto why = state.parts.refuse_writes();
    if (!why.empty()) return state.fail(flight, 503, why);
  }
  const bool taken = state.house.readers->submit([state_ptr = state_, flight](db::ReadTx& tx) { state_ptr->read(flight, tx); });
  if (!taken) state.fail(flight, 503, "readers are busy");
}

// On a reader thread: nothing may escape from here.
void Dispatcher::State::read(const std::shared_ptr<Flight>& flight, db::ReadTx& tx) const {
  try {
    answer(flight, tx);
  } catch (const std::exception& error) {
    fail(flight, 500, error.what());
  }
}

void Dispatcher::State::answer(const std::shared_ptr<Flight>& flight, db::ReadTx& tx) const {
  auto& f = *flight;
  auto who = parts.identify(tx, f.request, f.now);
  if (who) f.who = who.take();
  f.session = f.who.session.empty() ? std::string(f.cookies.get(pre_session_cookie)) : f.who.session;
  if (f.session.empty() || f.session.size() > 100) {
    f.session = secrets::hex(secrets::random_bytes(16));
    f.new_pre_session = true;
  }
  const auto* route = f.match.route;
  if (f.match.suffix) {
    f.format = *f.match.suffix;
  } else if (route && accepts_json(f.request) && offers(*route, Format::json)) {
    f.format = Format::json;
  }
  if (f.api) f.format = Format::json;

  auto query = http::parse_form(f.request.query);
  if (query) f.query = query.take();
  const auto visit = visit_of(f, tx);
  if (!who) return finish(flight, refuse(visit, who.problems()), "bad token");
  if (!query) return finish(flight, refuse(visit, query.problems()), "bad query");
  if (!route) {
    if (!f.match.known_path) return finish(flight, not_found(visit));
    auto response = refuse(visit, Problem{.kind = Problem::Kind::malformed, .message = "platform.method_not_allowed"});
    response.status = 405;
    response.header("Allow", f.request.method == http::Method::post ? "GET, HEAD" : "GET, HEAD, POST");
    return finish(flight, std::move(response));
  }
  if (!f.query.repeated().empty())
    return finish(flight, refuse(visit, Problem{.kind = Problem::Kind::malformed,
                                                .message = "platform.repeated_parameter",
                                                .field = std::string(f.query.repeated())}));
  if (f.api)
    for (const auto& pair : f.query)
      if (std::find(route->query_names.begin(), route->query_names.end(), pair.name) == route->query_names.end())
        return finish(flight, refuse(visit, Problem{.kind = Problem::Kind::malformed,
                                                    .message = "platform.unknown_parameter",
                                                    .field = pair.name,
                                                    .args = {{"name", pair.name}}}));
  if (f.who.touch) house.writer->submit({f.who.touch, [](db::Fate) {}});
  if (route->change) return prepare_change(flight, visit);

  auto response = route->read(visit);
  if (visit.needs_pre_session && f.new_pre_session)
    response.header("Set-Cookie", std::string(pre_session_cookie) + "=" + f.session + "; Path=/; HttpOnly; SameSite=Lax" +
                                      (f.request.secure ? "; Secure" : ""));
  finish_shown(flight, std::move(response), std::move(visit.shown));
}

void Dispatcher::State::prepare_change(const std::shared_ptr<Flight>& flight, const Visit& visit) const {
  auto& f = *flight;
  const auto& route = *f.match.route;
  const auto type = f.request.header("content-type");
  std::string once(f.request.header("idempotency-key"));
  if (f.api) {
    if (route.takes_files) {
      auto form = form_of(f, type);
      if (!form || !type.starts_with("multipart/form-data"))
        return finish(flight, refuse(visit, form ? Problems(Problem{.kind = Problem::Kind::malformed, .message = "platform.files_expected"}) : form.problems()), "bad form");
      f.input = std::move(form->fields);
      f.files = std::move(form->files);
    } else if (!type.starts_with(route.media_type) && !f.request.body.empty()) {
      return finish(flight, refuse(visit, Problem{.kind = Problem::Kind::malformed, .message = "platform.json_expected"}));
    }
    if (!f.who.by_token && !from_own_site(f.request))
      return finish(flight, refuse(visit, Problem{.kind = Problem::Kind::forbidden, .message = "platform.other_site"}));
  } else if (!route.takes_raw) {
    auto form = form_of(f, type);
    if (!form) return finish(flight, refuse(visit, form.problems()), "bad form");
    f.input = std::move(form->fields);
    f.files = std::move(form->files);
    if (!f.input.repeated().empty())
      return finish(flight, refuse(visit, Problem{.kind = Problem::Kind::malformed,
                                                  .message = "platform.repeated_parameter",
                                                  .field = std::string(f.input.repeated())}));
    if (route.csrf && !f.who.by_token &&
        (!from_own_site(f.request) || !auth::csrf_matches(*house.keys, f.session, f.input.get("_csrf"))))
      return finish(flight, stale_form(visit, f.input), "csrf");
    if (once.empty()) once = std::string(f.input.get("_once"));
  }
  if (once.size() > 200)
    return finish(flight, refuse(visit, Problem{.kind = Problem::Kind::malformed, .message = "platform.bad_once"}));
  if (!once.empty() && route.replay) {
    const auto scope = f.who.actor.signed_in() ? "account/" + std::to_string(f.who.actor.account.value)
                       : f.api               ? std::string("api")
                                             : "browser/" + f.session;
    f.once = idempotency::Key{.scope = scope + " " + route.pattern, .key = once};
    f.once_digest = digest_of(f);
    // Answered before? Then the same answer again, without looking at the case as it stands now.
    const auto before = idempotency::find(visit.db, *house.keys, *f.once, f.once_digest);
    if (before.kind == idempotency::Found::Kind::same)
      return finish(flight, http::Response(before.response).header("Idempotency-Replayed", "true"), "replayed");
    if (before.kind == idempotency::Found::Kind::different)
      return finish(flight, refuse(visit, Problem{.kind = Problem::Kind::invalid, .message = "platform.once_reused"}));
  }
  auto prepared = route.change(visit, f.input);
  if (!prepared.apply) return finish_shown(flight, std::move(prepared.answer), std::move(visit.shown));
  apply(flight, std::move(prepared.apply), 1);
}

void Dispatcher::State::apply(const std::shared_ptr<Flight>& flight, Apply change, int attempt) const {
  auto outcome = std::make_shared<http::Response>();
  auto shown = std::make_shared<std::vector<audit::Entry>>();  // by an answer whose changes are undone
  const auto run = [this, flight, change, outcome, shown](db::Tx& tx) {
    auto& f = *flight;
    shown->clear();
    const auto visit = visit_of(f, tx);
    if (f.once) {
      const auto before = idempotency::find(tx, *house.keys, *f.once, f.once_digest);
      if (before.kind == idempotency::Found::Kind::same) {
        *outcome = http::Response(before.response).header("Idempotency-Replayed", "true");
        return false;
      }
      if (before.kind == idempotency::Found::Kind::different) {
        *outcome = refuse(visit, Problem{.kind = Problem::Kind::invalid, .message = "platform.once_reused"});
        return false;
      }
    }
    auto applied = change(tx, visit);
    if (applied.keep)
      write_down(tx, f, visit.shown);
    else
      *shown = visit.shown;
    if (applied.keep && f.once)
      idempotency::store(tx, *house.keys, *f.once, f.once_digest, applied.response, f.now,
                         f.now.plus(std::chrono::hours(24 * house.settings->submission_idempotency_days)));
    *outcome = std::move(applied.response);
    return applied.keep;
  };
  auto self = this;
  const auto done = [self, flight, change, outcome, shown, attempt](db::Fate fate) {
    switch (fate) {
      case db::Fate::committed:
        self->parts.nudge();
        outcome->header("Jauap-Durability", "disk");
        return self->finish(flight, std::move(*outcome));
      case db::Fate::refused: return self->finish_shown(flight, std::move(*outcome), std::move(*shown));
      case db::Fate::conflicted:
        // Somebody with the same key was faster: a second try finds the stored answer or the newer version.
        if (attempt < 3) return self->apply(flight, change, attempt + 1);
        return self->fail(flight, 409, "conflict");
      case db::Fate::failed: return self->fail(flight, 500, "command failed");
      case db::Fate::overloaded: return self->fail(flight, 503, "writer is busy");
    }
  };
  if (!house.writer->submit({run, done})) fail(flight, 503, "writer is busy");
}

}  // namespace jauap
