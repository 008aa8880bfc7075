#pragma once

#include "file.hpp"

#include <string>
#include <sys/types.h>
#include <vector>

namespace confiture {

/// A new file on its way to the place of another, and the folders that were made for it. All of
/// them are taken away again when the object goes before the file has its place, and by
/// `end_on_signal`. What a process leaves that was killed, the next one in the folder takes away.
class UnfinishedFile {
public:
  UnfinishedFile() = default;
  UnfinishedFile(const UnfinishedFile&) = delete;
  UnfinishedFile& operator=(const UnfinishedFile&) = delete;
  ~UnfinishedFile();

  /// Makes a file under a name of its own in `folder`, and `folder` if it is missing. Returns 0
  /// or an `errno`. To be called once.
  int create(const std::string& folder, mode_t mode);

  /// The file while it is written. It has to stay open until it has its place: by that others know
  /// that it is not abandoned.
  [[nodiscard]] FileDescriptor& file() { return file_; }

  /// Where it is until it has its place.
  [[nodiscard]] const std::string& path() const { return name_; }

  /// The folders that were made, outermost first.
  [[nodiscard]] const std::vector<std::string>& folders() const { return folders_; }

  /// Puts the file in the place of `target`, in one step. Returns 0 or an `errno`, and then nothing
  /// has changed.
  int replace(const std::string& target);

  /// For a signal handler, before the process ends: takes away what all of them have made.
  static void take_all_away() noexcept;

private:
  int make_folder(const std::string& folder);
  int make_file(const std::string& folder, mode_t mode);
  [[nodiscard]] int claim() const;
  void take_away() const noexcept;
  void enlist();
  void delist();

  std::string name_; ///< of the file; empty if there is none
  std::vector<std::string> folders_;
  FileDescriptor file_;
  UnfinishedFile* next_ = nullptr; ///< in the list of all
};

/// While one lives, a signal that `end_on_signal` handles waits: for steps that leave something
/// that is not on record before the next. One thread at a time has one.
class SignalDelay {
public:
  SignalDelay();
  ~SignalDelay();
  SignalDelay(const SignalDelay&) = delete;
  SignalDelay& operator=(const SignalDelay&) = delete;
};

/// Lets the end by a signal wait for another process, which ends in its turn when `pipe` is closed;
/// -1 and -1 is for none. Under a SignalDelay.
void wait_when_signalled(pid_t process, int pipe) noexcept;

/// A signal handler: takes away what is unfinished and ends the process by this signal.
extern "C" void end_on_signal(int signal_number);

} // namespace confiture
