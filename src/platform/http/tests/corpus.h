// Requests that must be refused, and odd ones that must not be. Each is sent whole, byte by byte, and over a real
// connection with a good request behind it.
#pragma once

#include <string>
#include <vector>

namespace jauap::http {

struct Malformed {
  std::string what;
  std::string bytes;
  int status;
};

inline std::string with_host(const std::string& head_lines, const std::string& body = "") {
  return head_lines + "Host: jauap.test\r\n\r\n" + body;
}
inline std::string chunked(const std::string& body) {
  return "POST /f HTTP/1.1\r\nHost: jauap.test\r\nTransfer-Encoding: chunked\r\n\r\n" + body;
}

// The server of the tests takes heads of 2,000 bytes and bodies of 10,000.
inline const std::vector<Malformed>& malformed_requests() {
  using namespace std::string_literals;
  static const std::vector<Malformed> all{
      // Line ends and control characters
      {"bare LF everywhere", "GET / HTTP/1.1\nHost: a\n\n", 400},
      {"bare LF after the request line", "GET / HTTP/1.1\nHost: a\r\n\r\n", 400},
      {"bare LF after a header", "GET / HTTP/1.1\r\nHost: a\n\r\n", 400},
      {"bare LF as the empty line", "GET / HTTP/1.1\r\nHost: a\r\n\n", 400},
      {"bare CR in the request line", "GET /\r HTTP/1.1\r\nHost: a\r\n\r\n", 400},
      {"bare CR in a value", "GET / HTTP/1.1\r\nHost: a\rb\r\n\r\n", 400},
      {"CR CR LF", "GET / HTTP/1.1\r\r\nHost: a\r\n\r\n", 400},
      {"NUL in the target", "GET /\0 HTTP/1.1\r\nHost: a\r\n\r\n"s, 400},
      {"NUL in a value", "GET / HTTP/1.1\r\nHost: a\r\nX: a\0b\r\n\r\n"s, 400},
      {"NUL in a name", "GET / HTTP/1.1\r\nHost: a\r\nX\0: b\r\n\r\n"s, 400},
      {"NUL first", "\0GET / HTTP/1.1\r\nHost: a\r\n\r\n"s, 400},
      {"escape character in a value", "GET / HTTP/1.1\r\nHost: a\r\nX: \x1b[2J\r\n\r\n", 400},
      {"DEL in a value", "GET / HTTP/1.1\r\nHost: a\r\nX: \x7f\r\n\r\n", 400},
      {"vertical tab before chunked",
       "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: \x0b"
       "chunked\r\n\r\n0\r\n\r\n",
       400},
      {"two empty lines first", "\r\n\r\nGET / HTTP/1.1\r\nHost: a\r\n\r\n", 400},
      {"TLS hello", "\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03"s, 400},
      // Folded lines and white space
      {"folded line with a space", "GET / HTTP/1.1\r\nHost: a\r\nX: b\r\n c\r\n\r\n", 400},
      {"folded line with a tab", "GET / HTTP/1.1\r\nHost: a\r\nX: b\r\n\tc\r\n\r\n", 400},
      {"folded first header", "GET / HTTP/1.1\r\n Host: a\r\n\r\n", 400},
      {"space before the method", " GET / HTTP/1.1\r\nHost: a\r\n\r\n", 400},
      {"space before the colon", "GET / HTTP/1.1\r\nHost : a\r\n\r\n", 400},
      {"tab before the colon", "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding\t: chunked\r\n\r\n0\r\n\r\n", 400},
      {"space inside a name", "GET / HTTP/1.1\r\nHost: a\r\nX Y: b\r\n\r\n", 400},
      {"no colon", "GET / HTTP/1.1\r\nHost: a\r\nnonsense\r\n\r\n", 400},
      {"empty name", "GET / HTTP/1.1\r\nHost: a\r\n: b\r\n\r\n", 400},
      {"brackets in a name", "GET / HTTP/1.1\r\nHost: a\r\n[x]: b\r\n\r\n", 400},
      {"byte over 127 in a name", "GET / HTTP/1.1\r\nHost: a\r\nX\xc3\xa9: b\r\n\r\n", 400},
      // The request line
      {"no version", with_host("GET /\r\n"), 400},
      {"version 0.9", with_host("GET / HTTP/0.9\r\n"), 400},
      {"version 2.0", with_host("GET / HTTP/2.0\r\n"), 400},
      {"version 1.2", with_host("GET / HTTP/1.2\r\n"), 400},
      {"version 11.1", with_host("GET / HTTP/11.1\r\n"), 400},
      {"lower-case http", with_host("GET / http/1.1\r\n"), 400},
      {"HTTP/2 preface", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", 400},
      {"two spaces before the target", with_host("GET  / HTTP/1.1\r\n"), 400},
      {"two spaces after the target", with_host("GET /  HTTP/1.1\r\n"), 400},
      {"a space after the version", with_host("GET / HTTP/1.1 \r\n"), 400},
      {"tabs between the parts", with_host("GET\t/\tHTTP/1.1\r\n"), 400},
      {"a space inside the target", with_host("GET /a b HTTP/1.1\r\n"), 400},
      {"no method", with_host("/ HTTP/1.1\r\n"), 400},
      {"method with brackets", with_host("G(T / HTTP/1.1\r\n"), 400},
      {"trace", with_host("TRACE / HTTP/1.1\r\n"), 405},
      {"connect", with_host("CONNECT jauap.test:443 HTTP/1.1\r\n"), 405},
      {"connect with a path", with_host("CONNECT / HTTP/1.1\r\n"), 405},
      {"asterisk as target", with_host("OPTIONS * HTTP/1.1\r\n"), 400},
      {"authority as target", with_host("GET jauap.test:80 HTTP/1.1\r\n"), 400},
      {"relative target", with_host("GET index HTTP/1.1\r\n"), 400},
      {"fragment in the target", with_host("GET /#x HTTP/1.1\r\n"), 400},
      {"byte over 127 in the target", with_host("GET /\xd2\x9b HTTP/1.1\r\n"), 400},
      {"absolute target without a path", with_host("GET http://jauap.test HTTP/1.1\r\n"), 400},
      {"absolute target without a host", with_host("GET http:///x HTTP/1.1\r\n"), 400},
      {"absolute target with a password", with_host("GET http://u:p@jauap.test/ HTTP/1.1\r\n"), 400},
      {"a scheme and nothing more", with_host("GET http HTTP/1.1\r\n"), 400},
      {"a scheme and its mark", with_host("GET https:// HTTP/1.1\r\n"), 400},
      {"absolute target of another scheme", with_host("GET ftp://jauap.test/ HTTP/1.1\r\n"), 400},
      // Host
      {"no host", "GET / HTTP/1.1\r\n\r\n", 400},
      {"two hosts", "GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n", 400},
      {"the same host twice", "GET / HTTP/1.1\r\nHost: a\r\nHost: a\r\n\r\n", 400},
      {"two hosts in different case", "GET / HTTP/1.1\r\nHost: a\r\nhOST: b\r\n\r\n", 400},
      {"empty host", "GET / HTTP/1.1\r\nHost:\r\n\r\n", 400},
      {"host with a path", "GET / HTTP/1.1\r\nHost: a/b\r\n\r\n", 400},
      {"host with a user", "GET / HTTP/1.1\r\nHost: u@a\r\n\r\n", 400},
      {"host with a space", "GET / HTTP/1.1\r\nHost: a b\r\n\r\n", 400},
      {"host with a bad port", "GET / HTTP/1.1\r\nHost: a:8x\r\n\r\n", 400},
      {"list of hosts", "GET / HTTP/1.1\r\nHost: a, b/\r\n\r\n", 400},
      // Length of the body
      {"both length and chunked",
       with_host("POST / HTTP/1.1\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n", "0\r\n\r\n"), 400},
      {"both chunked and length",
       with_host("POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\nContent-Length: 5\r\n", "0\r\n\r\n"), 400},
      {"two lengths", with_host("POST / HTTP/1.1\r\nContent-Length: 5\r\nContent-Length: 6\r\n", "abcdef"), 400},
      {"the same length twice", with_host("POST / HTTP/1.1\r\nContent-Length: 5\r\nContent-Length: 5\r\n", "abcde"),
       400},
      {"list of lengths", with_host("POST / HTTP/1.1\r\nContent-Length: 5, 5\r\n", "abcde"), 400},
      {"negative length", with_host("POST / HTTP/1.1\r\nContent-Length: -1\r\n"), 400},
      {"length with a plus", with_host("POST / HTTP/1.1\r\nContent-Length: +5\r\n", "abcde"), 400},
      {"hexadecimal length", with_host("POST / HTTP/1.1\r\nContent-Length: 0x5\r\n", "abcde"), 400},
      {"empty length", with_host("POST / HTTP/1.1\r\nContent-Length:\r\n"), 400},
      {"length with letters", with_host("POST / HTTP/1.1\r\nContent-Length: 5a\r\n", "abcde"), 400},
      {"length of two words", with_host("POST / HTTP/1.1\r\nContent-Length: 5 5\r\n", "abcde"), 400},
      {"length over 64 bits", with_host("POST / HTTP/1.1\r\nContent-Length: 18446744073709551621\r\n", "abcde"), 400},
      {"length over the limit", with_host("POST / HTTP/1.1\r\nContent-Length: 10001\r\n"), 413},
      {"enormous length", with_host("POST / HTTP/1.1\r\nContent-Length: 9999999999999999999\r\n"), 413},
      // Transfer-Encoding
      {"gzip", with_host("POST / HTTP/1.1\r\nTransfer-Encoding: gzip\r\n", "0\r\n\r\n"), 501},
      {"gzip and chunked", with_host("POST / HTTP/1.1\r\nTransfer-Encoding: gzip, chunked\r\n", "0\r\n\r\n"), 501},
      {"chunked and identity", with_host("POST / HTTP/1.1\r\nTransfer-Encoding: chunked, identity\r\n", "0\r\n\r\n"),
       501},
      {"chunked twice", with_host("POST / HTTP/1.1\r\nTransfer-Encoding: chunked, chunked\r\n", "0\r\n\r\n"), 501},
      {"nearly chunked", with_host("POST / HTTP/1.1\r\nTransfer-Encoding: xchunked\r\n", "0\r\n\r\n"), 501},
      {"quoted chunked", with_host("POST / HTTP/1.1\r\nTransfer-Encoding: \"chunked\"\r\n", "0\r\n\r\n"), 501},
      {"chunked with a parameter", with_host("POST / HTTP/1.1\r\nTransfer-Encoding: chunked;q=1\r\n", "0\r\n\r\n"),
       501},
      {"two transfer encodings",
       with_host("POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n", "0\r\n\r\n"), 400},
      {"chunked and then another",
       with_host("POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\nTransfer-Encoding: cow\r\n", "0\r\n\r\n"), 400},
      {"chunked from HTTP/1.0", with_host("POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n", "0\r\n\r\n"), 400},
      // Chunks
      {"chunk size with 0x", chunked("0x5\r\nabcde\r\n0\r\n\r\n"), 400},
      {"chunk size with a minus", chunked("-5\r\nabcde\r\n0\r\n\r\n"), 400},
      {"chunk size with a plus", chunked("+5\r\nabcde\r\n0\r\n\r\n"), 400},
      {"space before the chunk size", chunked(" 5\r\nabcde\r\n0\r\n\r\n"), 400},
      {"chunk size is no number", chunked("five\r\nabcde\r\n0\r\n\r\n"), 400},
      {"empty chunk size", chunked("\r\nabcde\r\n0\r\n\r\n"), 400},
      {"chunk size over 64 bits", chunked("10000000000000005\r\nabcde\r\n0\r\n\r\n"), 400},
      {"chunk ends with LF", chunked("5\nabcde\r\n0\r\n\r\n"), 400},
      {"LF inside a chunk extension", chunked("5;a\nb\r\nabcde\r\n0\r\n\r\n"), 400},
      {"CR inside a chunk extension", chunked("5;a\rb\r\nabcde\r\n0\r\n\r\n"), 400},
      {"data longer than the chunk", chunked("5\r\nabcdef\r\n0\r\n\r\n"), 400},
      {"data shorter than the chunk", chunked("5\r\nabc\r\n0\r\n\r\n"), 400},
      {"no line end after the data", chunked("5\r\nabcde0\r\n\r\n0\r\n\r\n"), 400},
      {"LF after the data", chunked("5\r\nabcde\n0\r\n\r\n0\r\n\r\n"), 400},
      {"nonsense after the last chunk", chunked("0\r\nnonsense\r\n\r\n"), 400},
      {"space after the chunk size", chunked("5 \r\nabcde\r\n0\r\n\r\n"), 400},
      {"folded trailer", chunked("0\r\nA: b\r\n c\r\n\r\n"), 400},
      {"LF after a trailer", chunked("0\r\nA: b\n\r\n"), 400},
      {"LF as the last line end", chunked("0\r\n\n"), 400},
      {"trailer without a name", chunked("0\r\n: b\r\n\r\n"), 400},
      {"chunk over the limit", chunked("2711\r\n"), 413},
      {"chunks over the limit together", chunked("1388\r\n" + std::string(5000, 'a') + "\r\n1389\r\n"), 413},
      {"endless chunk extension", chunked("5;a=" + std::string(9000, 'x')), 400},
      {"endless trailers", chunked("0\r\nX: " + std::string(9000, 'x')), 400},
      // Size of the head
      {"request line too long", "GET /" + std::string(2100, 'a'), 431},
      {"one header too long", "GET / HTTP/1.1\r\nHost: a\r\nX: " + std::string(2100, 'a'), 431},
      {"endless method", std::string(2100, 'A'), 431},
      {"too many headers",
       [] {
         std::string head = "GET / HTTP/1.1\r\nHost: a\r\n";
         for (int i = 0; i < 150; ++i) head += "X: 1\r\n";
         return head + "\r\n";
       }(),
       431},
      // Expect
      {"unknown expectation", with_host("POST / HTTP/1.1\r\nContent-Length: 1\r\nExpect: tea\r\n", "a"), 417},
      {"expectation and too large a body",
       with_host("POST / HTTP/1.1\r\nContent-Length: 10001\r\nExpect: 100-continue\r\n"), 413},
  };
  return all;
}

struct Odd {
  std::string what;
  std::string bytes;
  std::string seen;  // what the handler of the tests echoes: method, path, query, length of the body
};

inline const std::vector<Odd>& odd_requests() {
  static const std::vector<Odd> all{
      {"an empty line first", with_host("\r\nGET /a HTTP/1.1\r\n"), "get /a ? 0"},
      {"an absolute target", with_host("GET http://jauap.test/a?b HTTP/1.1\r\n"), "get /a ?b 0"},
      {"an absolute target with a port", with_host("GET HTTPS://jauap.test:443/ HTTP/1.1\r\n"), "get / ? 0"},
      {"an escaped slash", with_host("GET /a%2Fb HTTP/1.1\r\n"), "get /a%2Fb ? 0"},
      {"brackets and bars in a query", with_host("GET /a?q=[x|y]{z} HTTP/1.1\r\n"), "get /a ?q=[x|y]{z} 0"},
      {"a question mark in the query", with_host("GET /a?b?c HTTP/1.1\r\n"), "get /a ?b?c 0"},
      {"two slashes", with_host("GET //a HTTP/1.1\r\n"), "get //a ? 0"},
      {"an unknown method", with_host("BREW /pot HTTP/1.1\r\n"), "other /pot ? 0"},
      {"a lower-case method", with_host("get / HTTP/1.1\r\n"), "other / ? 0"},
      {"an empty value", "GET / HTTP/1.1\r\nHost: a\r\nX:\r\n\r\n", "get / ? 0"},
      {"no space after the colon", "GET / HTTP/1.1\r\nHost:a\r\n\r\n", "get / ? 0"},
      {"tabs around a value", "GET / HTTP/1.1\r\nHost:\t a \t\r\n\r\n", "get / ? 0"},
      {"bytes over 127 in a value", "GET / HTTP/1.1\r\nHost: a\r\nX: \xd2\x9b\r\n\r\n", "get / ? 0"},
      {"an IPv6 host", "GET / HTTP/1.1\r\nHost: [::1]:8080\r\n\r\n", "get / ? 0"},
      {"a length of nought", with_host("POST / HTTP/1.1\r\nContent-Length: 0\r\n"), "post / ? 0"},
      {"a length with leading noughts", with_host("POST / HTTP/1.1\r\nContent-Length: 005\r\n", "abcde"), "post / ? 5"},
      {"a body with GET", with_host("GET / HTTP/1.1\r\nContent-Length: 5\r\n", "abcde"), "get / ? 5"},
      {"a body that looks like a request",
       with_host("POST / HTTP/1.1\r\nContent-Length: 28\r\n", "GET /evil HTTP/1.1\r\nX: a\r\n\r\n"), "post / ? 28"},
      {"chunks", chunked("5\r\nabcde\r\n3\r\nfgh\r\n0\r\n\r\n"), "post /f ? 8"},
      {"chunked in capitals", with_host("POST / HTTP/1.1\r\nTransfer-Encoding: CHUNKED\r\n", "1\r\na\r\n0\r\n\r\n"),
       "post / ? 1"},
      {"no chunk but the last", chunked("0\r\n\r\n"), "post /f ? 0"},
      {"chunk sizes with noughts and capitals", chunked("000A\r\n0123456789\r\n000\r\n\r\n"), "post /f ? 10"},
      {"chunk extensions", chunked("5;a=b;c=\"d e\"\r\nabcde\r\n0;f\r\n\r\n"), "post /f ? 5"},
      {"trailers", chunked("5\r\nabcde\r\n0\r\nX-Sum: 1\r\nCookie: evil\r\nContent-Length: 9\r\n\r\n"), "post /f ? 5"},
      {"a body at the limit", with_host("POST / HTTP/1.1\r\nContent-Length: 10000\r\n", std::string(10000, 'x')),
       "post / ? 10000"},
      {"chunks at the limit", chunked("2710\r\n" + std::string(10000, 'x') + "\r\n0\r\n\r\n"), "post /f ? 10000"},
  };
  return all;
}

}  // namespace jauap::http
