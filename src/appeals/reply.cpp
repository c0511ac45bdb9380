#include "appeals/reply.h"

#include <charconv>

#include "platform/config/config.h"

namespace jauap::appeals {
namespace {

Problem no_reply() { return {.kind = Problem::Kind::not_found, .message = "appeals.reply.none"}; }

// The number asked for; the last one's without it; 0 for what is no number.
int asked_for(const Visit& visit, const std::vector<Answer>& answers) {
  const auto typed = visit.query.get("n");
  if (typed.empty()) return int(answers.size());
  int n = 0;
  const auto [end, error] = std::from_chars(typed.data(), typed.data() + typed.size(), n);
  return error == std::errc() && end == typed.data() + typed.size() ? n : 0;
}

std::string name_of(const Applicant& who) {
  std::string name;
  for (const auto* part : {&who.surname, &who.first_name, &who.patronymic})
    if (!part->empty()) name += (name.empty() ? "" : " ") + *part;
  return name;
}

Result<Reply> for_parties(const Visit& visit, const queries::PrivateCase& v) {
  const auto n = asked_for(visit, v.answers);
  if (n < 1 || n > int(v.answers.size())) return no_reply();
  Reply reply{v.appeal, v.answers[std::size_t(n - 1)], name_of(v.content.open(v.permit).applicant), {}};
  for (const auto& one : v.commitments)
    if (one.answer_n == n) reply.commitments.push_back(one);
  return reply;
}

Result<Reply> for_anybody(const Visit& visit, const queries::PublicCase& v) {
  if (v.answers.empty() || v.text.answer.empty() || asked_for(visit, v.answers) != int(v.answers.size())) return no_reply();
  Reply reply{v.appeal, v.answers.back(), "", {}};
  reply.answer.text = v.text.answer;
  return reply;
}

// The head of the letter: day, to what, to whom.
std::string head_of(const Visit& visit, const Reply& reply, const i18n::Words& t) {
  const auto on = visit.pack().civil(reply.answer.at).date;
  return t("appeals.reply.head", {{"date", t.date_official(on)},
                                  {"received", t.date_official(visit.pack().civil(reply.appeal.submitted_at).date)}}) +
         (reply.addressee.empty() ? "" : "\n\n" + reply.addressee);
}

pdf::Table points_of(const Reply& reply, const i18n::Words& t) {
  pdf::Table table{.columns = {{t("appeals.reply.question"), 1}, {t("appeals.reply.answer"), 2}}, .rows = {}, .caption = t("appeals.point.heading")};
  for (const auto& point : reply.answer.points)
    table.rows.push_back({point.question, point.answer.empty() ? t("appeals.point.unanswered") : point.answer});
  return table;
}

pdf::Table promises_of(const Reply& reply, const i18n::Words& t) {
  pdf::Table table{.columns = {{t("appeals.promise.what_label"), 2}, {t("appeals.promise.who_label"), 1}, {t("appeals.promise.when_label"), 1}},
                   .rows = {},
                   .caption = t("appeals.promises")};
  for (const auto& one : reply.commitments) table.rows.push_back({one.what, one.owner_post, t.date(one.due_on)});
  return table;
}

std::string next_of(const Visit& visit, const Reply& reply, const i18n::Words& t) {
  const auto& until = reply.appeal.verdict_until;
  return until && *until >= visit.context.today.date ? t("appeals.reply.next", {{"date", t.date(*until)}}) : t("appeals.reply.next_later");
}

}  // namespace

Result<Reply> find_reply(const Visit& visit) {
  const auto own = queries::private_case(visit, {.number = visit.params.at(0), .code = visit.case_code});
  if (own) return for_parties(visit, *own);
  const auto open = queries::public_case(visit, visit.params.at(0));
  if (!open) return own.problems();
  return for_anybody(visit, *open);
}

pdf::Document reply_paper(const Visit& visit, const Reply& reply) {
  const auto& answer = reply.answer;
  const auto language = language_of(answer.language).value_or(visit.language);
  const i18n::Words t(language);
  const auto* body = visit.pack().body(answer.body);
  const auto address = visit.context.settings->origin + "/" + std::string(code(language)) + "/appeals/" + reply.appeal.number;
  pdf::Document paper{.language = language,
                      .title = t("appeals.reply.title", {{"number", reply.appeal.number}}),
                      .author = body ? std::string(body->name.in(language)) : answer.body,
                      .heading = body ? pdf::Heading{std::string(body->name.in(Language::kk)), std::string(body->name.in(Language::ru))} : pdf::Heading{},
                      .blocks = {},
                      .footer = reply.appeal.number,
                      .made_at = answer.at};
  auto& blocks = paper.blocks;
  blocks.push_back(pdf::Title{paper.title});
  blocks.push_back(pdf::Paragraph{head_of(visit, reply, t)});
  blocks.push_back(pdf::Paragraph{t("appeals.reply.decision", {{"decision", t(words_of(answer.decision))}})});
  blocks.push_back(pdf::Paragraph{answer.text});
  if (!answer.points.empty()) blocks.push_back(points_of(reply, t));
  if (!reply.commitments.empty()) blocks.push_back(promises_of(reply, t));
  blocks.push_back(pdf::Paragraph{next_of(visit, reply, t)});
  blocks.push_back(pdf::Signature{.post = paper.author, .name = answer.signed_by, .note = t("appeals.reply.signed", {{"date", t.date(visit.pack().civil(answer.at).date)}})});
  if (!answer.prepared_by.empty()) blocks.push_back(pdf::Paragraph{t("appeals.answer.prepared_by", {{"name", answer.prepared_by}})});
  blocks.push_back(pdf::Code{address, t("appeals.reply.code", {{"address", address}})});
  return paper;
}

}  // namespace jauap::appeals
