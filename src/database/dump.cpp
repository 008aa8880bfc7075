#include "database/dump.hpp"

#include "database/pg_dump.hpp"
#include "database/script_run.hpp"
#include "database/throwaway_database.hpp"
#include "path.hpp"
#include "script_build.hpp"
#include "seeds.hpp"
#include "unfinished.hpp"
#include <confiture/build.hpp>
#include <confiture/error.hpp>

#include <fmt/format.h>

#include <cerrno>
#include <cstdio>
#include <filesystem>
#include <functional>
#include <utility>

namespace confiture::database {

namespace {

constexpr const char* failed_hint = "Fix the failing statement.";
constexpr mode_t artifact_mode = 0666; // less what the umask takes

/// In the words of a build that cannot be done, whatever the reason.
template <typename Action> auto as_schema_error(const Action& action) {
  try {
    return action();
  } catch (const Error& error) {
    if (error.code() == ErrorCode::Schema205) {
      throw;
    }
    throw Error(ErrorCode::Schema001, error.what(), error.hint());
  }
}

/// Loads into one database; each script in a session of its own, as psql would.
class Loading {
public:
  Loading(const Address& database, const DumpPlan& plan) : database_(database), plan_(plan) {}

  void load_schema(const SqlScript& schema, const PlaceOf& place_of) const {
    if (plan_.progress != nullptr) {
      plan_.progress->statements = schema.statements().size();
    }
    run(schema, place_of, "Failed to load the schema");
    if (plan_.progress != nullptr) {
      plan_.progress->statements = 0;
    }
  }

  void load_seeds() const {
    if (plan_.progress != nullptr) {
      plan_.progress->files_read = 0;
      plan_.progress->bytes_read = 0;
      plan_.progress->seeds = plan_.seeds.size();
    }
    for (const SelectedFile& file : plan_.seeds) {
      const SqlScript script = read_seeds(file);
      const PlaceOf place_of = places_in(file.path, script);
      require_no_commands(script, place_of, ErrorCode::Schema001); // so there, too
      run(script, place_of, "Failed to apply seed file");
      if (plan_.progress != nullptr) {
        ++plan_.progress->files_read;
        plan_.progress->bytes_read += script.text().size();
      }
    }
  }

private:
  void run(const SqlScript& script, const PlaceOf& place_of, const char* what_fails) const {
    Connection connection(database_);
    connection.run("SET synchronous_commit TO off"); // of what is dropped soon
    if (const auto problem = run_script(connection, script, place_of, plan_.progress)) {
      throw Error(ErrorCode::Schema001, fmt::format("{} {}", what_fails, *problem), failed_hint);
    }
  }

  const Address& database_;
  const DumpPlan& plan_;
};

/// An artifact on its way to its place.
class UnfinishedArtifact {
public:
  explicit UnfinishedArtifact(const DumpPlan& plan) : plan_(plan) {
    require(file_.create(std::string(path::parent(plan.path)), artifact_mode));
    if (plan_.format == DumpFormat::Directory) {
      // The file's lock tells that nobody else uses the directory: what is there was left behind.
      directory_ = file_.path() + ".d";
      std::filesystem::remove_all(directory_);
    }
  }
  ~UnfinishedArtifact() {
    std::error_code ignored;
    if (!directory_.empty()) {
      std::filesystem::remove_all(directory_, ignored);
    }
  }
  UnfinishedArtifact(const UnfinishedArtifact&) = delete;
  UnfinishedArtifact& operator=(const UnfinishedArtifact&) = delete;

  /// Where pg_dump is to write.
  [[nodiscard]] const std::string& path() const {
    return directory_.empty() ? file_.path() : directory_;
  }

  void take_place() {
    if (directory_.empty()) {
      require(file_.replace(plan_.path));
    } else if (std::rename(directory_.c_str(), plan_.path.c_str()) != 0 && errno != ENOTEMPTY &&
               errno != EEXIST) { // else another run has been faster with the same
      require(errno);
    }
    if (plan_.fsync) {
      const FileDescriptor folder = open_for_reading(std::string(path::parent(plan_.path)));
      require(folder.is_open() ? synchronize(folder.number()) : errno);
    }
  }

private:
  void require(int error_number) const {
    if (error_number != 0) {
      throw Error(ErrorCode::Schema001,
                  fmt::format("Error writing the artifact {}: {}",
                              printable(plan_.path),
                              system_message(error_number)));
    }
  }

  const DumpPlan& plan_;
  UnfinishedFile file_;
  std::string directory_; ///< empty for a file
};

/// Places in the schema are those in the sources.
PlaceOf
places_in_sources(const SqlScript& script, const SourceMap& map, const Selection& selection) {
  return [&](std::size_t offset) {
    const std::uint64_t line = script.line_of(offset);
    const auto origin = map.origin_of(line, script.column_of(offset));
    if (!origin || origin->file.empty()) {
      return fmt::format("line {} of the schema", line);
    }
    const std::string file = path::join(selection.base_dir, origin->file);
    return fmt::format("{}:{}:{}", printable(file), origin->line, origin->column);
  };
}

} // namespace

struct DumpServer::Parts {
  explicit Parts(const std::string& url) : address(url), guard(address) {}

  Address address;
  DropGuard guard;
};

DumpServer::DumpServer(const std::string& url)
    : parts_(as_schema_error([&] { return std::make_unique<Parts>(url); })) {}

DumpServer::~DumpServer() = default;

void DumpServer::dump(const DumpPlan& plan) {
  BuiltScript built = build_script(plan.config, plan.selection, plan.jobs, plan.progress);
  const SqlScript schema(std::move(built.text));
  const PlaceOf place_of = places_in_sources(schema, built.map, plan.selection);
  require_no_commands(schema, place_of, ErrorCode::Schema205);
  as_schema_error([&] {
    UnfinishedArtifact artifact(plan);
    ThrowawayDatabase database(parts_->address, parts_->guard);
    const Loading loading(database.address(), plan);
    loading.load_schema(schema, place_of);
    loading.load_seeds();
    if (fingerprint(plan.selection, plan.jobs) != plan.fingerprint) {
      throw Error(ErrorCode::Schema001,
                  "The sources were changed while the dump was made",
                  "Run the build again when nothing writes to the sources.");
    }
    run_pg_dump(database.address(), plan.format, artifact.path());
    database.drop();
    artifact.take_place();
  });
}

} // namespace confiture::database
