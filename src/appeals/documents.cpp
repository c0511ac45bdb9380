// What of an appeal enters the search index: the cleared text of a public one, nothing else.
#include "appeals/documents.h"

#include "appeals/store.h"

namespace jauap::appeals {

std::optional<search::Document> document(db::ReadTx& tx, const law::Pack&, const ObjectRef& object) {
  const auto appeal = store::find(tx, object.place, object.number);
  if (!appeal || appeal->visibility != Visibility::public_text) return std::nullopt;
  const auto text = store::public_text(tx, *appeal);
  if (!text) return std::nullopt;
  return search::Document{.number = appeal->number,
                          .title = text->title,
                          .text = text->text + "\n" + text->place + "\n" + text->answer,
                          .marks = {{mark::body, appeal->body},
                                    {mark::topic, appeal->topic},
                                    {mark::district, appeal->district},
                                    {mark::state, std::string(code(appeal->state))},
                                    {mark::open, is_open(appeal->state) ? "yes" : "no"}},
                          .newness = appeal->submitted_at.ms};
}

}  // namespace jauap::appeals
