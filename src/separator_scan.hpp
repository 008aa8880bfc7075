#pragma once

#include "separator.hpp"

#include <functional>
#include <string>
#include <string_view>

namespace confiture {

/// Finds the separators in a body that is given in pieces, cut anywhere. A source that holds a
/// separator itself looks like two.
class SeparatorScan {
public:
  /// Takes what stands before the first separator and behind each, in pieces, as it is.
  using TakeText = std::function<void(std::string_view text)>;
  /// Takes the path in each separator, before the text behind it.
  using BeginFile = std::function<void(std::string_view path)>;

  SeparatorScan(Separator::Frame frame, TakeText take_text, BeginFile begin_file)
      : frame_(std::move(frame)), take_text_(std::move(take_text)),
        begin_file_(std::move(begin_file)) {}

  void take(std::string_view body) {
    rest_.append(body);
    take_rest(false);
  }

  /// Gives what is left; nothing may be taken after.
  void finish() { take_rest(true); }

private:
  void take_rest(bool is_last);

  Separator::Frame frame_;
  TakeText take_text_;
  BeginFile begin_file_;
  std::string rest_; ///< what may belong to a separator that is not complete
};

} // namespace confiture
