// What the pages of the desk share.
#pragma once

#include "appeals/pages.h"
#include "appeals/view.h"

namespace jauap::appeals::pages {

inline html::Url desk_url(const Visit& visit, const Appeal& appeal, std::string_view page = "") {
  return visit.url("/w/body/" + appeal.number + (page.empty() ? "" : "/") + std::string(page));
}

// The digits of a text, whatever stands between them.
inline int number_in(std::string_view text) {
  int value = 0;
  for (const char c : text)
    if (c >= '0' && c <= '9' && value < 100'000'000) value = value * 10 + (c - '0');
  return value;
}

// The address with the filter of the inbox that is shown.
inline html::Url same_filter(const Visit& visit, html::Url url) {
  for (const auto& pair : visit.query)
    if (pair.name != "after") url.with(pair.name, pair.value);
  return url;
}

// The case of the address, and the version that the form was made from.
inline Target target_of(const Visit& visit, const http::Pairs& form) {
  return {.number = visit.params.at(0), .code = "", .version = number_in(form.get("version"))};
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

// Why a step is not taken and, where the state of the case or the law forbids it, which steps are lawful now (pages_desk.cpp).
http::Response refuse_step(const Visit& visit, const Problems& problems);

// Back to the case, or to the inbox; a refusal undoes everything.
inline Applied back_to_desk(const Visit& visit, const Result<Changed>& changed, bool to_case) {
  if (!changed) return {refuse_step(visit, changed.problems()), false};
  return {see_other(to_case ? desk_url(visit, changed->appeal) : visit.url("/w/body"))};
}

// pages_shortcuts.cpp: the inbox for whoever switched shortcuts of the keyboard on.
bool has_shortcuts(const Visit& visit);
html::Html case_link(const Visit& visit, const Appeal& appeal, bool shortcuts);
html::Html with_shortcuts(const Visit& visit, const html::Html& list);

// pages_proposals.cpp: an answer that waits for its signature, whole; the other steps that do.
html::Html answers_to_sign(const Visit& visit, const queries::PrivateCase& v);
html::Html proposals_block(const Visit& visit, const queries::PrivateCase& v);
// The way to what the actor asked a head for; nothing while there is nothing.
html::Html way_to_waiting(const Visit& visit);

}  // namespace jauap::appeals::pages
