// Files of a case: adding, removing, opening, and looking at them before others may.
#include "appeals/pages.h"
#include "appeals/procedure.h"
#include "appeals/view.h"

namespace jauap::appeals::pages {
namespace {
using namespace html;
using namespace html::tags;

Target target_of(const Visit& visit) { return {.number = visit.params.at(0), .code = visit.case_code}; }

Url case_url(const Visit& visit, std::string_view number, std::string_view page = "") {
  return visit.url("/appeals/" + std::string(number) + (page.empty() ? "" : "/") + std::string(page));
}

http::Response list_page(const Visit& visit, const queries::PrivateCase& v, const Problems* problems) {
  const auto& t = visit.words;
  return respond(visit, {.title = t("appeals.files.heading"),
                         .body = html::join({view::errors(visit, problems), h1({t("appeals.files.heading") + ": " + v.appeal.number}),
                                             view::files(visit, v.appeal, v.files, view::Reader::applicant), view::upload_form(visit, v.appeal, v.files, problems)}),
                         .status = problems ? 422 : 200,
                         .errors = problems != nullptr,
                         .crumbs = {{v.appeal.number, case_url(visit, v.appeal.number)}}});
}

// The case for its applicant; others learn nothing.
Result<queries::PrivateCase> applicants_case(const Visit& visit) {
  auto found = TRY(queries::private_case(visit, target_of(visit)));
  if (!found.is_applicant) return Problem{.kind = Problem::Kind::not_found, .message = "appeals.not_found"};
  return found;
}

const Attachment* own_file(const queries::PrivateCase& v, std::string_view name) {
  for (const auto& one : v.files)
    if (one.whose == Whose::applicant && one.name() == name) return &one;
  return nullptr;
}

http::Response content(const Visit& visit, Whose whose) {
  auto found = queries::file_content(visit, whose);
  if (!found) return refuse(visit, found.problems());
  return files::answer(found.take());
}

// The file itself, as large as the page is wide; a document as a link.
Html shown(const queries::Reviewed& seen) {
  const auto url = view::file_url(seen.appeal, seen.attachment.whose, seen.attachment.name());
  const auto& file = seen.attachment.file;
  if (!files::is_image(file.kind)) return p({a({href(url), seen.attachment.name()})});
  return p({cls("picture"), img({src(url), attr("alt", seen.attachment.name()), attr("width", file.width), attr("height", file.height)})});
}

Url review_url(const Visit& visit, const Appeal& appeal, const Attachment& one) {
  return visit.url("/w/files/" + appeal.number + "/" + std::string(segment(one.whose)) + "/" + one.name());
}

http::Response review_page(const Visit& visit, const queries::Reviewed& seen, const http::Pairs& typed, const Problems* problems) {
  const auto& t = visit.words;
  const auto& one = seen.attachment;
  const auto title = t("appeals.files.review") + ": " + one.name();
  const std::vector<Choice> decisions{{"show", t("appeals.step.show_file"), t("appeals.files.show_hint")},
                                      {"hide", t("appeals.step.hide_file"), t("appeals.files.hide_hint")}};
  const std::vector<ChoiceGroup> reasons{{"", view::reasons(visit, "hide_file")}};
  return respond(
      visit,
      {.title = title,
       .body = html::join({view::errors(visit, problems), h1({title}), p({a({href(case_url(visit, seen.appeal.number)), seen.appeal.number})}), shown(seen),
                           p({cls("meta"), view::file_words(visit, one, view::Reader::body)}),
                           form({attr("method", "post"), action(review_url(visit, seen.appeal, one)), form_fields(visit),
                                 radio_field(view::field(visit, "decision", "appeals.files.decision", std::string(typed.get("decision")), problems), decisions),
                                 select_field(view::field(visit, "reason", "appeals.files.reason", std::string(typed.get("reason")), problems), reasons, t("appeals.choose")),
                                 submit_button(t("appeals.files.decide"))})}),
       .status = problems ? 422 : 200,
       .errors = problems != nullptr,
       .crumbs = {{t("appeals.files.queue"), visit.url("/w/files")}}});
}

Result<queries::Reviewed> asked(const Visit& visit) {
  const auto whose = whose_of(visit.params.at(1));
  if (!whose) return Problem{.kind = Problem::Kind::not_found, .message = "platform.files.not_found"};
  return queries::file_to_review(visit, {.number = visit.params.at(0), .code = ""}, *whose, visit.params.at(2));
}

}  // namespace

http::Response files_page(const Visit& visit) {
  const auto found = applicants_case(visit);
  return found ? list_page(visit, *found, nullptr) : refuse(visit, found.problems());
}

Prepared add_files(const Visit& visit, const http::Pairs&) {
  const auto found = applicants_case(visit);
  if (!found) return refuse(visit, found.problems());
  if (const auto open = procedure::check(procedure::Step::attach, found->appeal); !open) return refuse(visit, open.problems());
  const auto staged = read_files(visit);
  if (!staged) return list_page(visit, *found, &staged.problems());
  return Apply([target = target_of(visit), staged = *staged](db::Tx& tx, const Visit& at) -> Applied {
    const auto changed = attach(tx, at.context, target, staged);
    if (changed) return {see_other(case_url(at, changed->appeal.number, "files"))};
    const auto now = applicants_case(at);
    if (!now || changed.problems().first().field.empty()) return {refuse(at, changed.problems()), false};
    return {list_page(at, *now, &changed.problems()), false};
  });
}

http::Response remove_form(const Visit& visit) {
  const auto found = applicants_case(visit);
  if (!found) return refuse(visit, found.problems());
  const auto& t = visit.words;
  const auto& appeal = found->appeal;
  const auto* one = own_file(*found, visit.params.at(1));
  if (!one) return not_found(visit);
  if (const auto open = procedure::check(procedure::Step::detach, appeal); !open) return refuse(visit, open.problems());
  const auto title = t("appeals.step.detach") + ": " + one->name();
  return respond(visit, {.title = title,
                         .body = html::join({h1({title}), p({t("appeals.files.remove_text")}),
                                             form({attr("method", "post"), action(case_url(visit, appeal.number, "files/" + one->name() + "/remove")), form_fields(visit),
                                                   button({cls("button danger"), attr("type", "submit"), t("appeals.step.detach")}), " ",
                                                   a({href(case_url(visit, appeal.number)), t("appeals.cancel")})})}),
                         .crumbs = {{appeal.number, case_url(visit, appeal.number)}}});
}

Prepared remove_file(const Visit& visit, const http::Pairs&) {
  return Apply([target = target_of(visit), name = visit.params.at(1)](db::Tx& tx, const Visit& at) -> Applied {
    const auto changed = detach(tx, at.context, target, name);
    if (!changed) return {refuse(at, changed.problems()), false};
    return {see_other(case_url(at, changed->appeal.number, "files"))};
  });
}

http::Response file(const Visit& visit) { return content(visit, Whose::applicant); }
http::Response answer_file(const Visit& visit) { return content(visit, Whose::answer); }

http::Response review_queue(const Visit& visit) {
  const auto found = queries::files_to_review(visit);
  if (!found) return refuse(visit, found.problems());
  const auto& t = visit.words;
  std::vector<Html> rows;
  for (const auto& waiting : *found)
    for (const auto& one : waiting.files)
      rows.push_back(li({a({href(review_url(visit, waiting.appeal, one)), waiting.appeal.number, " · ", one.name()}),
                         p({cls("meta"), view::body_name(visit, waiting.appeal.body), " · ", view::when(visit, one.file.received_at)})}));
  return respond(visit, {.title = t("appeals.files.queue"),
                         .body = html::join({h1({t("appeals.files.queue")}), p({t("appeals.files.queue_text")}),
                                             rows.empty() ? p({attr("role", "status"), t("appeals.files.queue_empty")}) : ul({cls("list"), html::join(rows)})})});
}

http::Response review_form(const Visit& visit) {
  const auto seen = asked(visit);
  return seen ? review_page(visit, *seen, {}, nullptr) : refuse(visit, seen.problems());
}

Prepared review(const Visit& visit, const http::Pairs& form) {
  const auto seen = asked(visit);
  if (!seen) return refuse(visit, seen.problems());
  const auto decision = form.get("decision");
  if (decision != "show" && decision != "hide") {
    const Problems problems = Problem{.message = "appeals.recusal.choose", .field = "decision"};
    return review_page(visit, *seen, form, &problems);
  }
  const ReviewFile command{seen->attachment.whose, seen->attachment.name(), decision == "show", std::string(form.get("reason"))};
  return Apply([number = seen->appeal.number, command, form](db::Tx& tx, const Visit& at) -> Applied {
    const auto changed = review_file(tx, at.context, {.number = number, .code = ""}, command);
    if (changed) return {see_other(at.url("/w/files"))};
    const auto again = asked(at);
    if (!again || changed.problems().first().field.empty()) return {refuse(at, changed.problems()), false};
    return {review_page(at, *again, form, &changed.problems()), false};
  });
}

}  // namespace jauap::appeals::pages
