#include "platform/files/store.h"

namespace jauap::files::store {
namespace {

const db::Statement insert_file{"files.insert", R"sql(
  insert into file (place_id, id, owner_kind, owner_id, n, kind, state, outcome, is_public, keep_original, sender,
    received_bytes, received_at, settled_at)
  values ($1, $2, $3, $4, $5, $6, $7, 0, 0, $8, $9, $10, $11, $12))sql"};
const db::Statement insert_blob_row{"files.insert_blob", R"sql(
  insert into file_blob (place_id, file_id, variant, name, media_type, bytes, width, height, sha256)
  values ($1, $2, $3, $4, $5, $6, $7, $8, $9))sql"};
const db::Statement count_owner{"files.counts", R"sql(
  select max(n), count(*) filter (where state <> 3) from file
   where place_id = $1 and owner_kind = $2 and owner_id = $3)sql"};
const db::Statement sum_sender{"files.sent_since", R"sql(
  select received_bytes from file where place_id = $1 and sender = $2 and received_at > $3)sql"};
const db::Statement select_owner{"files.of_owner", R"sql(
  select f.id, f.n, f.kind, f.state, f.outcome, f.is_public, f.received_at, f.received_bytes,
    w.bytes, w.width, w.height, s.width, s.height
   from file f
   left join file_blob w on w.place_id = f.place_id and w.file_id = f.id and w.variant = 1
   left join file_blob s on s.place_id = f.place_id and s.file_id = f.id and s.variant = 2
   where f.place_id = $1 and f.owner_kind = $2 and f.owner_id = $3 and f.state <> 3 order by f.n)sql"};
const db::Statement select_blob{"files.blob", R"sql(
  select name, media_type from file_blob where place_id = $1 and file_id = $2 and variant = $3)sql"};
const db::Statement select_waiting{"files.waiting", R"sql(
  select f.kind, f.keep_original, b.name from file f
   join file_blob b on b.place_id = f.place_id and b.file_id = f.id and b.variant = 0
   where f.place_id = $1 and f.id = $2 and f.state = 0)sql"};
const db::Statement update_state{"files.settle", R"sql(
  update file set state = $3, outcome = $4, settled_at = $5 where place_id = $1 and id = $2 and state = 0)sql"};
const db::Statement delete_one_blob{"files.delete_blob", R"sql(
  delete from file_blob where place_id = $1 and file_id = $2 and variant = $3)sql"};
const db::Statement update_public{"files.set_public", R"sql(
  update file set is_public = $3 where place_id = $1 and id = $2)sql"};
const db::Statement mark_removed{"files.remove", R"sql(
  update file set state = 3, is_public = 0, settled_at = $3 where place_id = $1 and id = $2)sql"};
const db::Statement clear_senders{"files.forget_senders", R"sql(
  update file set sender = '' where place_id = $1 and owner_kind = $2 and owner_id = $3)sql"};
const db::Statement select_names{"files.blob_names", R"sql(
  select name from file_blob where place_id = $1 and file_id = $2)sql"};
const db::Statement delete_blobs{"files.delete_blobs", R"sql(
  delete from file_blob where place_id = $1 and file_id = $2)sql"};
const db::Statement select_by_name{"files.is_spoken_of", R"sql(
  select variant from file_blob where name = $1 limit 1)sql"};
const db::Statement select_all_blobs{"files.each_blob", R"sql(
  select name, sha256 from file_blob order by place_id, file_id, variant)sql"};

File file_of(const db::Row& row, std::int64_t place) {
  File file{.id = row.id<FileId>(0),
            .place = place,
            .n = int(row.integer(1)),
            .kind = row.enumerated<Kind>(2),
            .state = row.enumerated<State>(3),
            .outcome = row.enumerated<Cleaned::Outcome>(4),
            .is_public = row.integer(5) != 0,
            .received_at = row.instant(6),
            .bytes = std::size_t(row.integer(7))};
  if (row.is_null(8)) return file;
  file.bytes = std::size_t(row.integer(8));
  file.width = int(row.integer(9));
  file.height = int(row.integer(10));
  file.small_width = int(row.integer(11));
  file.small_height = int(row.integer(12));
  return file;
}

}  // namespace

void insert(db::Tx& tx, const NewFile& file) {
  const auto settled = file.state == State::waiting ? Instant{} : file.now;
  tx.execute(insert_file, {file.owner.place, file.id, file.owner.kind, file.owner.id, file.n, file.kind, file.state,
                           int(file.keep_original), file.sender, file.bytes, file.now, settled});
}

void insert_blob(db::Tx& tx, std::int64_t place, FileId id, Variant variant, const Blob& blob, const Shape& shape) {
  const db::Blob hash{blob.sha256};
  tx.execute(insert_blob_row,
             {place, id, variant, blob.name, shape.media_type, blob.bytes, shape.width, shape.height, hash});
}

Counts counts(db::ReadTx& tx, const Owner& owner) {
  Counts counts;
  tx.first(count_owner, {owner.place, owner.kind, owner.id}, [&](const db::Row& row) {
    counts = {int(row.integer(0)), int(row.integer(1))};
  });
  return counts;
}

std::int64_t sent_since(db::ReadTx& tx, std::int64_t place, std::string_view sender, Instant since) {
  std::int64_t sum = 0;
  tx.each(sum_sender, {place, sender, since}, [&](const db::Row& row) { sum += row.integer(0); });
  return sum;
}

std::vector<File> of_owner(db::ReadTx& tx, const Owner& owner) {
  std::vector<File> all;
  tx.each(select_owner, {owner.place, owner.kind, owner.id},
          [&](const db::Row& row) { all.push_back(file_of(row, owner.place)); });
  return all;
}

std::optional<Kept> blob(db::ReadTx& tx, std::int64_t place, FileId id, Variant variant) {
  std::optional<Kept> kept;
  tx.first(select_blob, {place, id, variant}, [&](const db::Row& row) { kept = Kept{row.string(0), row.string(1)}; });
  return kept;
}

std::optional<Waiting> waiting(db::ReadTx& tx, std::int64_t place, FileId id) {
  std::optional<Waiting> found;
  tx.first(select_waiting, {place, id}, [&](const db::Row& row) {
    found = Waiting{row.enumerated<Kind>(0), row.string(2), row.integer(1) != 0};
  });
  return found;
}

bool settle(db::Tx& tx, std::int64_t place, FileId id, State state, Cleaned::Outcome outcome, Instant now) {
  return tx.execute(update_state, {place, id, state, outcome, now}) == 1;
}

void delete_blob(db::Tx& tx, std::int64_t place, FileId id, Variant variant) {
  tx.execute(delete_one_blob, {place, id, variant});
}

void set_public(db::Tx& tx, std::int64_t place, FileId id, bool is_public) {
  tx.execute(update_public, {place, id, int(is_public)});
}

std::vector<std::string> remove(db::Tx& tx, std::int64_t place, FileId id, Instant now) {
  std::vector<std::string> names;
  tx.each(select_names, {place, id}, [&](const db::Row& row) { names.push_back(row.string(0)); });
  tx.execute(mark_removed, {place, id, now});
  tx.execute(delete_blobs, {place, id});
  return names;
}

void forget_senders(db::Tx& tx, const Owner& owner) { tx.execute(clear_senders, {owner.place, owner.kind, owner.id}); }

bool is_spoken_of(db::ReadTx& tx, std::string_view blob_name) {
  return tx.first(select_by_name, {blob_name}, [](const db::Row&) {});
}

void each_blob(db::ReadTx& tx, const std::function<void(const std::string&, const std::string&)>& visit) {
  tx.each(select_all_blobs, {}, [&](const db::Row& row) { visit(row.string(0), row.string(1)); });
}

}  // namespace jauap::files::store
