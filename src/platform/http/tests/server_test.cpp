#include <gtest/gtest.h>

#include <condition_variable>
#include <deque>
#include <mutex>
#include <thread>

#include "base/clock.h"
#include "platform/http/http.h"
#include "platform/http/tests/client.h"
#include "platform/http/tests/corpus.h"

namespace jauap::http {
namespace {

const std::string good = "GET /good HTTP/1.1\r\nHost: jauap.test\r\n\r\n";

std::string method_name(Method method) {
  const char* names[] = {"get", "head", "post", "put", "delete", "options", "other"};
  return names[int(method)];
}

Response text(std::string body) {
  Response response;
  response.body = std::move(body);
  return std::move(response).header("Content-Type", "text/plain; charset=utf-8");
}

void echo(Request request, Reply reply) {
  reply(text(method_name(request.method) + " " + request.path + " ?" + request.query + " " +
             std::to_string(request.body.size())));
}

std::size_t ten_thousand(Method, std::string_view) {
  return 10'000;
}

ServerOptions options() {
  ServerOptions options;
  options.port = 0;
  options.header_bytes_max = 2'000;
  options.linger_seconds = 1;
  return options;
}

struct Running {
  explicit Running(Handler handler, const ServerOptions& given = options(), BodyLimit limit = ten_thousand)
      : server(given, std::move(handler), std::move(limit)) {
    server.start();
  }
  int port() const { return server.port(); }
  Server server;
};

// Keeps replies until the test gives them out.
class Desk {
 public:
  Handler handler() {
    return [this](Request request, Reply reply) {
      const std::scoped_lock lock(mutex_);
      waiting_.emplace_back(std::move(request), std::move(reply));
      arrived_.notify_all();
    };
  }
  std::pair<Request, Reply> next() {
    std::unique_lock lock(mutex_);
    arrived_.wait(lock, [this] { return !waiting_.empty(); });
    auto first = std::move(waiting_.front());
    waiting_.pop_front();
    return first;
  }

 private:
  std::mutex mutex_;
  std::condition_variable arrived_;
  std::deque<std::pair<Request, Reply>> waiting_;
};

TEST(Server, answers_with_length_and_date_and_without_its_name) {
  Running running(echo);
  Client client(running.port());
  const auto answer = client.ask(good).value();
  EXPECT_EQ(answer.status, 200);
  EXPECT_EQ(answer.body, "get /good ? 0");
  EXPECT_EQ(answer.header("Content-Length"), "13");
  EXPECT_EQ(answer.header("Date").size(), 29u);
  EXPECT_EQ(answer.header("Server"), "");
  EXPECT_EQ(answer.header("Connection"), "");
}

TEST(Server, malformed_requests_get_their_status_and_the_connection_ends) {
  Running running(echo);
  for (const auto& each : malformed_requests()) {
    Client client(running.port());
    client.send(each.bytes + good);
    const auto answer = client.read();
    ASSERT_TRUE(answer) << each.what;
    EXPECT_EQ(answer->status, each.status) << each.what;
    EXPECT_EQ(answer->header("Connection"), "close") << each.what;
    client.finish_sending();
    EXPECT_TRUE(client.is_closed()) << each.what << ": what came behind it was answered";
  }
  EXPECT_EQ(running.server.figures().requests, 0u);
  EXPECT_EQ(running.server.figures().refused, malformed_requests().size());
  EXPECT_EQ(Client(running.port()).ask(good).value().status, 200);
}

TEST(Server, odd_but_lawful_requests_are_answered_in_order_on_one_connection) {
  Running running(echo);
  Client client(running.port());
  std::string all;
  for (const auto& each : odd_requests()) all += each.bytes + good;
  client.send(all);
  for (const auto& each : odd_requests()) {
    const auto answer = client.read();
    ASSERT_TRUE(answer) << each.what;
    EXPECT_EQ(answer->body, each.seen) << each.what;
    ASSERT_EQ(client.read().value().body, "get /good ? 0") << each.what;
  }
}

TEST(Server, a_thousand_requests_pass_over_one_connection) {
  Running running(echo);
  Client client(running.port());
  for (int i = 0; i < 1000; ++i) ASSERT_EQ(client.ask(good).value().body, "get /good ? 0");
  EXPECT_EQ(running.server.figures().requests, 1000u);
  EXPECT_EQ(running.server.figures().connections, 1);
}

TEST(Server, a_thousand_requests_sent_at_once_are_answered_in_order) {
  Running running(echo);
  Client client(running.port());
  std::string all;
  for (int i = 0; i < 1000; ++i) all += "GET /" + std::to_string(i) + " HTTP/1.1\r\nHost: a\r\n\r\n";
  std::thread sender([&] { client.send(all); });
  for (int i = 0; i < 1000; ++i) {
    const auto answer = client.read();
    EXPECT_TRUE(answer && answer->body == "get /" + std::to_string(i) + " ? 0");
    if (!answer) break;
  }
  sender.join();
}

TEST(Server, answers_that_come_late_keep_the_order_of_the_requests) {
  Desk desk;
  Running running(desk.handler());
  Client client(running.port());
  client.send("GET /1 HTTP/1.1\r\nHost: a\r\n\r\nGET /2 HTTP/1.1\r\nHost: a\r\n\r\n");
  for (const std::string path : {"/1", "/2"}) {
    auto [request, reply] = desk.next();
    EXPECT_EQ(request.path, path);
    reply(text(request.path));
    EXPECT_EQ(client.read().value().body, path);
  }
}

TEST(Server, a_large_body_comes_whole_and_a_large_answer_goes_whole) {
  const std::size_t size = 20'000'000;
  std::string sent(size, '\0');
  for (std::size_t i = 0; i < size; ++i) sent[i] = char(i * 31 + i / 255);
  Running running(
      [](Request request, Reply reply) {
        Response response;
        response.shared_body = std::make_shared<const std::string>(std::move(request.body));
        reply(std::move(response));
      },
      options(), [&](Method, std::string_view) { return size; });
  Client client(running.port());
  client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: " + std::to_string(size) + "\r\n\r\n" + sent);
  EXPECT_TRUE(client.read().value().body == sent);
  EXPECT_EQ(client.ask(good).value().status, 200);
}

TEST(Server, too_large_a_body_is_refused_before_it_is_read_and_the_client_reads_why) {
  Running running(echo);
  Client client(running.port());
  client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5000000\r\n\r\n");
  client.send(std::string(5'000'000, 'x'));  // a client that does not look before it has sent all
  const auto answer = client.read();
  ASSERT_TRUE(answer);
  EXPECT_EQ(answer->status, 413);
  client.finish_sending();
  EXPECT_TRUE(client.is_closed());
}

TEST(Server, large_bodies_share_a_budget_and_the_one_without_room_is_told_to_come_later) {
  auto small = options();
  small.large_body_bytes = 1'000;
  small.large_bodies_bytes_max = 1'000'000;
  Desk desk;
  Running running(desk.handler(), small, [](Method, std::string_view) { return std::size_t(2'000'000); });
  const auto request = [](std::size_t bytes) {
    return "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: " + std::to_string(bytes) + "\r\n\r\n" + std::string(bytes, 'x');
  };
  Client first(running.port()), second(running.port()), third(running.port());
  first.send(request(400'000));
  auto held = std::make_unique<std::pair<Request, Reply>>(desk.next());
  second.send(request(400'000));
  const auto refused = second.read();
  ASSERT_TRUE(refused);
  EXPECT_EQ(refused->status, 503) << "one client holds at most half of the budget";
  EXPECT_EQ(refused->header("Retry-After"), "5");
  third.send(request(900));
  desk.next().second(text("small ones are not counted"));
  EXPECT_EQ(third.read().value().status, 200);

  held->second(text("done"));
  held.reset();  // the request has gone
  EXPECT_EQ(first.read().value().status, 200);
  Client fourth(running.port());
  fourth.send(request(400'000));
  desk.next().second(text("there is room again"));
  EXPECT_EQ(fourth.read().value().status, 200);
}

TEST(Server, the_limit_of_a_body_follows_method_and_path) {
  Running running(echo, options(), [](Method method, std::string_view path) -> std::size_t {
    return method == Method::post && path == "/upload" ? 100 : 3;
  });
  const auto status = [&](const std::string& line) {
    return Client(running.port()).ask(line + " HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nabcde").value().status;
  };
  EXPECT_EQ(status("POST /upload?x=1"), 200);
  EXPECT_EQ(status("PUT /upload"), 413);
  EXPECT_EQ(status("POST /other"), 413);
}

TEST(Server, a_client_that_waits_for_leave_to_send_gets_it) {
  Running running(echo);
  Client client(running.port());
  const auto leave =
      client.ask("POST /f HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nExpect: 100-continue\r\n\r\n").value();
  EXPECT_EQ(leave.head, "HTTP/1.1 100 Continue\r\n\r\n");
  EXPECT_EQ(client.ask("abcde").value().body, "post /f ? 5");
}

TEST(Server, head_gets_the_head_that_get_would_and_no_body) {
  Running running(echo);
  Client client(running.port());
  client.send("HEAD /f HTTP/1.1\r\nHost: a\r\n\r\n" + good);
  const auto answer = client.read(true).value();
  EXPECT_EQ(answer.status, 200);
  EXPECT_EQ(answer.header("Content-Length"), "11");
  EXPECT_EQ(client.read().value().body, "get /good ? 0");
}

TEST(Server, answers_without_a_body_have_none) {
  Running running([](Request request, Reply reply) {
    Response response;
    response.status = request.path == "/304" ? 304 : 204;
    response.body = "forgotten";
    reply(std::move(response));
  });
  Client client(running.port());
  EXPECT_EQ(client.ask("GET /304 HTTP/1.1\r\nHost: a\r\n\r\n").value().status, 304);
  EXPECT_EQ(client.ask("GET /204 HTTP/1.1\r\nHost: a\r\n\r\n").value().status, 204);
}

TEST(Server, an_old_client_is_answered_and_closed_unless_it_asks_to_stay) {
  Running running(echo);
  Client old(running.port()), staying(running.port());
  EXPECT_EQ(old.ask("GET / HTTP/1.0\r\n\r\n").value().header("Connection"), "close");
  EXPECT_TRUE(old.is_closed());
  const std::string stay = "GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n";
  EXPECT_EQ(staying.ask(stay).value().header("Connection"), "keep-alive");
  EXPECT_EQ(staying.ask(stay).value().status, 200);
}

TEST(Server, a_client_that_has_finished_sending_still_gets_its_answer) {
  Running running(echo);
  Client client(running.port());
  client.send(good);
  client.finish_sending();
  EXPECT_EQ(client.read().value().status, 200);
  EXPECT_TRUE(client.is_closed());
}

TEST(Server, requests_come_with_an_id_of_their_own_and_the_clients_address) {
  Desk desk;
  Running running(desk.handler());
  Client client(running.port());
  client.send(good + good);
  auto [first, reply_first] = desk.next();
  reply_first(text("1"));
  auto [second, reply_second] = desk.next();
  reply_second(text("2"));
  EXPECT_EQ(first.client, "127.0.0.1");
  EXPECT_EQ(first.id.size(), 16u);
  EXPECT_EQ(first.id.find_first_not_of("0123456789abcdef"), std::string::npos);
  EXPECT_NE(first.id, second.id);
  EXPECT_GT(first.started_ns, 0);
}

TEST(Server, an_answer_may_come_from_another_thread) {
  Desk desk;
  Running running(desk.handler());
  std::thread worker([&] {
    for (int i = 0; i < 200; ++i) {
      auto [request, reply] = desk.next();
      reply(text(request.path));
    }
  });
  Client client(running.port());
  for (int i = 0; i < 200; ++i) EXPECT_EQ(client.ask(good).value().body, "/good");
  worker.join();
}

TEST(Server, a_request_is_answered_once) {
  bool was_refused = false;
  Running running([&](Request, Reply reply) {
    reply(text("first"));
    try {
      reply(text("second"));
    } catch (const BrokenInvariant&) {
      was_refused = true;
    }
  });
  Client client(running.port());
  EXPECT_EQ(client.ask(good).value().body, "first");
  EXPECT_TRUE(was_refused);
}

// What on_failure was told.
struct Failures {
  std::mutex mutex;
  std::string told;
  ServerOptions watched() {
    auto with = options();
    with.on_failure = [this](std::string_view id, std::string_view what) {
      const std::scoped_lock lock(mutex);
      told.append(id).append(" ").append(what).append("\n");
    };
    return with;
  }
};

TEST(Server, a_request_dropped_without_an_answer_gets_500_with_its_id) {
  Failures failures;
  std::string id;
  Running running([&](Request request, Reply) { id = request.id; }, failures.watched());
  Client client(running.port());
  const auto answer = client.ask(good).value();
  EXPECT_EQ(answer.status, 500);
  EXPECT_NE(answer.body.find(id), std::string::npos);
  EXPECT_NE(failures.told.find(id), std::string::npos);
  EXPECT_EQ(running.server.figures().failed, 1u);
}

TEST(Server, a_reply_dropped_later_by_another_thread_is_500_too) {
  Desk desk;
  Running running(desk.handler());
  Client client(running.port());
  client.send(good);
  std::thread([&] { desk.next(); }).join();
  EXPECT_EQ(client.read().value().status, 500);
}

TEST(Server, a_handler_that_throws_gives_500_without_the_words_of_the_exception) {
  Failures failures;
  Running running([](Request, Reply) { throw std::runtime_error("secret path"); }, failures.watched());
  Client client(running.port());
  const auto answer = client.ask(good).value();
  EXPECT_EQ(answer.status, 500);
  EXPECT_EQ(answer.body.find("secret"), std::string::npos);
  EXPECT_NE(failures.told.find("secret path"), std::string::npos);
  EXPECT_EQ(client.ask(good).value().status, 500) << "the connection goes on";
}

TEST(Server, a_header_with_a_line_break_in_it_never_goes_out) {
  Running running([](Request, Reply reply) { reply(text("a").header("Location", "/\r\nSet-Cookie: evil")); });
  Client client(running.port());
  const auto answer = client.ask(good).value();
  EXPECT_EQ(answer.status, 500);
  EXPECT_EQ(answer.head.find("evil"), std::string::npos);
}

TEST(Server, a_client_that_leaves_before_the_answer_harms_nobody) {
  Desk desk;
  Running running(desk.handler());
  auto client = std::make_unique<Client>(running.port());
  client->send(good);
  auto [request, reply] = desk.next();
  client.reset();
  reply(text(std::string(1'000'000, 'x')));
  Client other(running.port());
  other.send(good);
  desk.next().second(text("fine"));
  EXPECT_EQ(other.read().value().body, "fine");
}

ServerOptions impatient() {
  auto hurried = options();
  hurried.header_seconds = hurried.body_seconds = hurried.idle_seconds = hurried.write_seconds = 0.1;
  hurried.linger_seconds = 0.1;
  return hurried;
}

TEST(Server, a_head_that_does_not_come_to_its_end_is_cut_off) {
  Running running(echo, impatient());
  Client client(running.port());
  client.send("GET / HTTP/1.1\r\nHost: a\r\n");
  EXPECT_EQ(client.read().value().status, 408);
  EXPECT_TRUE(client.is_closed());
}

TEST(Server, one_byte_now_and_then_does_not_keep_a_head_alive) {
  Running running(echo, impatient());
  Client client(running.port());
  const auto begun = monotonic_ns();
  client.send("GET /");
  while (!client.has_news_within(10)) client.send("a");
  EXPECT_EQ(client.read().value().status, 408);
  EXPECT_LT(monotonic_ns() - begun, 3'000'000'000);
}

TEST(Server, a_body_that_does_not_come_is_cut_off) {
  Running running(echo, impatient());
  Client client(running.port());
  EXPECT_EQ(client.ask("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\nabc").value().status, 408);
  EXPECT_TRUE(client.is_closed());
}

TEST(Server, a_connection_that_says_nothing_is_closed_without_a_word) {
  Running running(echo, impatient());
  Client silent(running.port()), resting(running.port());
  EXPECT_EQ(resting.ask(good).value().status, 200);
  EXPECT_TRUE(silent.is_closed());
  EXPECT_TRUE(resting.is_closed());
}

TEST(Server, a_client_that_does_not_read_its_answer_is_cut_off) {
  Desk desk;
  auto single = impatient();
  single.threads = 1;
  Running running(desk.handler(), single);
  Client stuck(running.port());
  stuck.send(good);
  desk.next().second(text(std::string(50'000'000, 'x')));
  EXPECT_TRUE(Client(running.port()).is_closed()) << "came later, so the deadline of the first has passed too";
  EXPECT_FALSE(stuck.read()) << "the rest was sent all the same";
}

TEST(Server, a_slow_handler_is_not_cut_off) {
  Desk desk;
  Running running(desk.handler(), impatient());
  Client slow(running.port()), silent(running.port());
  slow.send(good);
  auto [request, reply] = desk.next();
  EXPECT_TRUE(silent.is_closed()) << "by now every deadline of the first has passed too";
  reply(text("patience"));
  EXPECT_EQ(slow.read().value().body, "patience");
}

TEST(Server, stopping_lets_a_running_request_finish_and_closes_idle_connections) {
  Desk desk;
  Running running(desk.handler());
  Client busy(running.port()), idle(running.port());
  busy.send(good);
  auto [request, reply] = desk.next();
  std::thread stopping([&] { running.server.stop(30); });
  EXPECT_TRUE(idle.is_closed());
  reply(text("finished"));
  const auto answer = busy.read().value();
  EXPECT_EQ(answer.body, "finished");
  EXPECT_EQ(answer.header("Connection"), "close");
  EXPECT_TRUE(busy.is_closed());
  stopping.join();
  EXPECT_FALSE(Client(running.port()).is_connected());
}

TEST(Server, stopping_without_grace_closes_a_running_request_and_forgets_its_answer) {
  Desk desk;
  auto running = std::make_unique<Running>(desk.handler());
  Client busy(running->port());
  busy.send(good);
  auto [request, reply] = desk.next();
  running->server.stop(0);
  EXPECT_TRUE(busy.is_closed());
  running.reset();
  reply(text("too late, and harmless"));
}

TEST(Server, stopping_twice_and_stopping_before_starting_is_no_matter) {
  Server never_started(options(), echo, ten_thousand);
  never_started.stop(1);
  Running running(echo);
  running.server.stop(1);
  running.server.stop(1);
}

TEST(Server, a_full_house_turns_further_connections_away_in_words) {
  auto small = options();
  small.connections_max = 2;
  Running running(echo, small);
  Client first(running.port());
  auto second = std::make_unique<Client>(running.port());
  EXPECT_EQ(first.ask(good).value().status, 200);
  EXPECT_EQ(second->ask(good).value().status, 200);
  {
    Client third(running.port());
    const auto answer = third.read();
    ASSERT_TRUE(answer);
    EXPECT_EQ(answer->status, 503);
    EXPECT_NE(answer->header("Retry-After"), "");
    third.finish_sending();
    EXPECT_TRUE(third.is_closed());
  }
  EXPECT_EQ(first.ask(good).value().status, 200) << "those inside notice nothing";
  second->send("GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
  EXPECT_TRUE(second->read() && second->is_closed());
}

TEST(Server, one_address_cannot_take_all_connections) {
  auto strict = options();
  strict.connections_per_address_max = 2;
  strict.loopback_exempt = false;
  Running running(echo, strict);
  Client first(running.port()), second(running.port());
  EXPECT_EQ(first.ask(good).value().status, 200);
  EXPECT_EQ(second.ask(good).value().status, 200);
  Client third(running.port());
  EXPECT_EQ(third.read().value().status, 503);
}

TEST(Server, this_machine_and_trusted_proxies_are_not_counted) {
  auto strict = options();
  strict.connections_per_address_max = 1;
  Running own(echo, strict);
  strict.loopback_exempt = false;
  strict.trusted_proxies = {"127.0.0.1"};
  Running proxied(echo, strict);
  for (const auto port : {own.port(), proxied.port()}) {
    Client first(port), second(port);
    EXPECT_EQ(first.ask(good).value().status, 200);
    EXPECT_EQ(second.ask(good).value().status, 200);
  }
}

TEST(Server, behind_a_trusted_proxy_a_request_bears_the_clients_address) {
  Desk desk;
  auto behind = options();
  behind.trusted_proxies = {"127.0.0.1"};
  Running running(desk.handler(), behind);
  Client proxy(running.port());
  proxy.send("GET / HTTP/1.1\r\nHost: a\r\nX-Forwarded-For: 203.0.113.7\r\nX-Forwarded-Proto: https\r\n\r\n");
  auto [request, reply] = desk.next();
  EXPECT_EQ(request.client, "203.0.113.7");
  EXPECT_TRUE(request.secure);
  reply(text(""));
}

TEST(Server, a_port_in_use_is_named) {
  Running running(echo);
  auto same = options();
  same.port = running.port();
  try {
    Server second(same, echo, ten_thousand);
    FAIL() << "two servers on one port";
  } catch (const std::runtime_error& error) {
    EXPECT_NE(std::string(error.what()).find("127.0.0.1 port " + std::to_string(running.port())), std::string::npos);
  }
}

TEST(Server, an_address_that_is_none_is_named) {
  auto wrong = options();
  wrong.address = "nowhere.example";
  EXPECT_THROW(Server(wrong, echo, ten_thousand), std::runtime_error);
}

TEST(Server, many_clients_at_once_each_get_their_own_answers) {
  Running running(echo);
  std::vector<std::thread> threads;
  for (int t = 0; t < 4; ++t)
    threads.emplace_back([&, t] {
      std::vector<std::unique_ptr<Client>> clients;
      for (int i = 0; i < 25; ++i) clients.push_back(std::make_unique<Client>(running.port()));
      for (int round = 0; round < 20; ++round)
        for (std::size_t i = 0; i < clients.size(); ++i) {
          const auto path = "/" + std::to_string(t) + "/" + std::to_string(i) + "/" + std::to_string(round);
          const auto answer = clients[i]->ask("GET " + path + " HTTP/1.1\r\nHost: a\r\n\r\n");
          EXPECT_TRUE(answer && answer->body == "get " + path + " ? 0");
        }
    });
  for (auto& thread : threads) thread.join();
  EXPECT_EQ(running.server.figures().requests, 2000u);
}

}  // namespace
}  // namespace jauap::http
