// Full text over what is public: one index folder of a node, beside either database, fed from the journal, disposable: without
// it, or after another program version, it is built again in the background and nothing else waits for it.
//
// Only what a module hands over as a Document enters; a private text never does. The index keeps no texts, only words cut to
// their stems and public numbers; what is shown comes from the database after its own check of rights.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/language.h"

namespace jauap::search {

// A filter that a document carries: ('D', "almaty.auezov"). The letter is a capital that the module chooses.
using Mark = std::pair<char, std::string>;

struct Document {
  std::string number;         // public number; the whole identity
  std::string title, text;
  std::vector<Mark> marks;
  std::int64_t newness = 0;   // larger is newer
};

// What happened to one object: its document as it stands now, or nothing when it is not public.
struct Change {
  std::string number;
  std::optional<Document> document;
};

struct Query {
  std::string text;
  std::vector<Mark> marks;    // all must hold; of several with one letter any
  std::int64_t newest_than = 0, older_than = 0;  // bounds of newness, 0 for none; the second one is outside
  bool newest_first = false;  // else the best first
  int offset = 0, limit = 20;
};
struct Found {
  std::vector<std::string> numbers;
  bool has_more = false;
  bool unavailable = false;   // the index cannot be read now
  std::string spelling;       // a better spelling when little was found, "" for none
};
inline constexpr int offset_max = 1000;           // nobody reads further; a narrower question finds more
inline constexpr std::size_t query_words_max = 12;

class Index {
 public:
  // Opens the folder or makes it. One that is broken or of another version is emptied. Throws when the disk does not let.
  explicit Index(const std::string& folder);
  ~Index();

  // The journal's last event that is in the index, 0 for a new one.
  std::int64_t position() const;
  // One commit: the changes and the new position. One thread at a time.
  void apply(const std::vector<Change>& changes, std::int64_t position);

  // Any thread. Never throws for what people type: hostile or empty words find nothing.
  Found find(const Query& query) const;
  // Documents like a text, by its most telling words; the best first.
  std::vector<std::string> alike(std::string_view text, const std::vector<Mark>& marks, int limit) const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

// The words of a text or question as the index knows them (analyse.cpp). A word of the question is found by any of its forms.
std::vector<std::vector<std::string>> forms_of(std::string_view text, std::size_t words_max);
// How a text's words enter the index.
std::vector<std::string> terms_of(std::string_view text);

}  // namespace jauap::search
