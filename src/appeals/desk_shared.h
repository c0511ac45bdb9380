// What the pages of the desk share.
#pragma once

#include "appeals/pages.h"
#include "appeals/view.h"

namespace jauap::appeals::pages {

inline html::Url desk_url(const Visit& visit, const Appeal& appeal, std::string_view page = "") {
  return visit.url("/w/body/" + appeal.number + (page.empty() ? "" : "/") + std::string(page));
}

// The address with the filter of the inbox that is shown.
inline html::Url same_filter(const Visit& visit, html::Url url) {
  for (const auto& pair : visit.query)
    if (pair.name != "after") url.with(pair.name, pair.value);
  return url;
}

// The case of the address, and the version that the form was made from.
inline Target target_of(const Visit& visit, const http::Pairs& form) {
  Target target{.number = visit.params.at(0), .code = ""};
  for (const char c : form.get("version"))
    if (c >= '0' && c <= '9' && target.version < 100'000'000) target.version = target.version * 10 + (c - '0');
  return target;
}

inline html::Html version_field(const Appeal& appeal) {
  return html::tags::input({html::attr("type", "hidden"), html::attr("name", "version"), html::attr("value", appeal.version)});
}

// A page of the desk about one case of the actor's own body.
template <class Show>
http::Response with_case(const Visit& visit, const Show& show) {
  const auto found = queries::private_case(visit, {.number = visit.params.at(0), .code = ""});
  if (!found) return refuse(visit, found.problems());
  if (found->permit.scope() != Scope::own_body) return not_found(visit);
  return show(*found);
}

// Back to the case, or to the inbox; a refusal undoes everything.
inline Applied back_to_desk(const Visit& visit, const Result<Changed>& changed, bool to_case) {
  if (!changed) return {refuse(visit, changed.problems()), false};
  return {see_other(to_case ? desk_url(visit, changed->appeal) : visit.url("/w/body"))};
}

}  // namespace jauap::appeals::pages
