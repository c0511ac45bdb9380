// Answers that need no module: what is wrong, in words and as RFC 9457; redirects; JSON.
#include <algorithm>
#include <boost/json.hpp>

#include "platform/assets/assets.h"
#include "platform/html/components.h"
#include "platform/module/frame.h"

namespace jauap {

const FrameParts& frame_parts();  // frame.cpp

namespace {
using namespace html;
using namespace html::tags;

struct ErrorWords {
  Key heading, text;
};

ErrorWords error_words(int status) {
  switch (status) {
    case 400:
      return {"platform.error.400", "platform.error.400.text"};
    case 401:
      return {"platform.error.401", "platform.error.401.text"};
    case 403:
      return {"platform.error.403", "platform.error.403.text"};
    case 404:
      return {"platform.error.404", "platform.error.404.text"};
    case 405:
      return {"platform.error.405", "platform.error.405.text"};
    case 409:
      return {"platform.error.409", "platform.error.409.text"};
    case 410:
      return {"platform.error.410", "platform.error.410.text"};
    case 413:
      return {"platform.error.413", "platform.error.413.text"};
    case 422:
      return {"platform.error.422", "platform.error.422.text"};
    case 429:
      return {"platform.error.429", "platform.error.429.text"};
    case 503:
      return {"platform.error.503", "platform.error.503.text"};
    default:
      return {"platform.error.500", "platform.error.500.text"};
  }
}

// RFC 9457; `errors` names each fault with its field and the code by which programs know it.
http::Response problem_document(const i18n::Words& t, int status, const Problems* problems, std::string_view incident) {
  const auto words = error_words(status);
  boost::json::object out{{"type", "about:blank"}, {"title", t(words.heading)}, {"status", status}};
  out["detail"] = problems ? t(problems->first()) : t(words.text);
  if (!incident.empty()) out["instance"] = "urn:jauap:request:" + std::string(incident);
  if (problems) {
    boost::json::array errors;
    for (const auto& problem : *problems)
      errors.push_back(
          boost::json::object{{"field", problem.field}, {"code", problem.message.name()}, {"message", t(problem)}});
    out["errors"] = std::move(errors);
  }
  http::Response response{.status = status};
  response.header("Content-Type", "application/problem+json; charset=utf-8")
      .header("Content-Language", code(t.language()))
      .header("Cache-Control", "no-store");
  response.body = boost::json::serialize(out);
  return response;
}

Html call_line(const i18n::Words& t, const std::string& phone) {
  if (phone.empty()) return {};
  return p({a({href(Url::outside("tel:" + phone)), t("platform.error.call", {{"phone", phone}})})});
}

Html ways_on(const Visit& visit) {
  const auto& t = visit.words;
  return join({call_line(t, visit.pack().help_phone), link_list({{t("platform.go_home"), visit.url("/")},
                                                                 {t("platform.footer.track"), visit.url("/track")}})});
}

// The same words as the page's own heading are not said twice.
Html problem_lines(const Visit& visit, const Problems& problems) {
  std::vector<Html> lines;
  for (const auto& problem : problems)
    if (problem.message != Key("platform.not_found")) lines.push_back(p({visit.words(problem)}));
  return join(lines);
}

// Browsers tell in Sec-Fetch-Site, older ones in Origin, whose page sent a form.
bool sent_by_other_site(const http::Request& request) {
  const auto site = request.header("sec-fetch-site");
  if (!site.empty()) return site != "same-origin" && site != "none";
  const auto origin = request.header("origin");
  if (origin.empty()) return false;
  const auto host = origin.find("://");
  return host == std::string_view::npos || origin.substr(host + 3) != request.header("host");
}

bool may_be_sent_again(const http::Pair& pair) {
  return !pair.name.starts_with('_') && pair.name.find("password") == std::string::npos;
}

}  // namespace

int status_of(Problem::Kind kind) {
  switch (kind) {
    case Problem::Kind::invalid:
      return 422;
    case Problem::Kind::malformed:
      return 400;
    case Problem::Kind::unauthorised:
      return 401;
    case Problem::Kind::forbidden:
      return 403;
    case Problem::Kind::not_found:
      return 404;
    case Problem::Kind::conflict:
      return 409;
    case Problem::Kind::gone:
      return 410;
    case Problem::Kind::too_large:
      return 413;
    case Problem::Kind::too_many:
      return 429;
    case Problem::Kind::unavailable:
      return 503;
  }
  return 500;
}

http::Response refuse(const Visit& visit, const Problems& problems) {
  const int status = status_of(problems.first().kind);
  if (visit.api || visit.format == Format::json) {
    auto response = problem_document(visit.words, status, &problems, visit.request.id);
    if (status == 401) response.header("WWW-Authenticate", "Bearer");
    return response;
  }
  const auto& t = visit.words;
  const auto words = error_words(status);
  const auto sign_in = when(status == 401, p({link_button(t("platform.sign_in"), visit.url("/sign-in"))}));
  return respond(visit, {.title = t(words.heading),
                         .body = join({h1({t(words.heading)}), problem_lines(visit, problems), p({t(words.text)}),
                                       sign_in, ways_on(visit)}),
                         .status = status});
}

http::Response not_found(const Visit& visit) {
  return refuse(visit, Problem{.kind = Problem::Kind::not_found, .message = "platform.not_found"});
}

http::Response see_other(const html::Url& url) {
  http::Response response{.status = 303};
  response.header("Location", url.str()).header("Cache-Control", "no-store").header("Referrer-Policy", "no-referrer");
  return response;
}

http::Response json(std::string body, int status, std::string_view public_etag) {
  http::Response response{.status = status};
  response.header("Content-Type", "application/json; charset=utf-8");
  if (public_etag.empty())
    response.header("Cache-Control", "no-store");
  else
    response.header("Cache-Control", "public, max-age=0, must-revalidate")
        .header("Vary", "Accept, Accept-Language")
        .header("ETag", "W/\"" + std::string(public_etag) + "\"");
  response.body = std::move(body);
  return response;
}

http::Response stale_form(const Visit& visit, const http::Pairs& typed) {
  if (sent_by_other_site(visit.request))
    return refuse(visit, Problem{.kind = Problem::Kind::forbidden, .message = "platform.other_site"});
  const auto& t = visit.words;
  constexpr std::size_t long_text = 40;  // what is worth reading again before it is sent
  std::vector<Html> fields, shown;
  for (const auto& pair : typed) {
    if (!may_be_sent_again(pair)) continue;
    fields.push_back(input({attr("type", "hidden"), attr("name", pair.name), attr("value", pair.value)}));
    if (pair.value.size() > long_text) shown.push_back(written(pair.value, ""));
  }
  const auto again = form({attr("method", "post"), action(Url::local(visit.request.path)), form_fields(visit),
                           join(fields), submit_button(t("platform.stale.again"))});
  return respond(
      visit, {.title = t("platform.stale.title"),
              .body = join({h1({t("platform.stale.title")}), p({t("platform.stale.text")}),
                            when(!shown.empty(), h2({t("platform.stale.yours")})), join(shown), again, ways_on(visit)}),
              .status = 403});
}

http::Response static_error(int status, Language language, std::string_view incident, bool as_json, int wait_seconds) {
  const i18n::Words t(language);
  if (as_json) return problem_document(t, status, nullptr, incident);
  const auto words = error_words(status);
  const auto home = Url::local("/" + std::string(code(language)) + "/");
  const auto content =
      join({h1({t(words.heading)}), p({t(words.text)}),
            when(wait_seconds > 0, p({t("platform.error.wait", {{"minutes", std::to_string((wait_seconds + 59) / 60)}})})), call_line(t, frame_parts().phone),
            p({a({href(home), t("platform.go_home")})}),
            when(!incident.empty(), p({cls("meta"), t("platform.error.incident", {{"id", std::string(incident)}})}))});
  const auto head = element(
      "head", {void_element("meta", {attr("charset", "utf-8")}),
               void_element("meta", {attr("name", "viewport"), attr("content", "width=device-width, initial-scale=1")}),
               void_element("meta", {attr("name", "robots"), attr("content", "noindex")}),
               element("title", {t(words.heading), " — Jauap"}),
               trusted("<style>" + std::string(assets::core_css()) + "</style>")});
  const auto body =
      element("body", {tags::header({cls("top"), div({cls("wrap"), a({cls("name"), href(home), "Jauap"})})}),
                       div({cls("wrap"), main({content})})});
  http::Response response{.status = status};
  response.header("Content-Type", "text/html; charset=utf-8")
      .header("Content-Language", code(language))
      .header("Cache-Control", "no-store")
      .header("Referrer-Policy", "no-referrer");
  response.body = "<!DOCTYPE html>" + element("html", {attr("lang", code(language)), head, body}).take();
  return response;
}

}  // namespace jauap
