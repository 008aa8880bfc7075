// The module `confiture_build._core`, within Python's stable ABI of 3.8: one binary serves every
// version since. What can be said in Python is said in __init__.py.

#define Py_LIMITED_API 0x03080000
#define PY_SSIZE_T_CLEAN
#include "bindings/environment.hpp"
#include <confiture/error.hpp>
#include <confiture/hash_files.hpp>
#include <confiture/outputs.hpp>
#include <confiture/version.h>

#include <Python.h>
#include <array>
#include <exception>
#include <new>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace {

using namespace confiture;

/// That Python's error indicator is set.
struct PythonError {};

/// A reference to an object, given back at the end.
class Reference {
public:
  /// Takes over a new reference. Throws PythonError if there is none.
  explicit Reference(PyObject* object) : object_(object) {
    if (object == nullptr) {
      throw PythonError();
    }
  }
  Reference(const Reference&) = delete;
  Reference& operator=(const Reference&) = delete;
  ~Reference() { Py_XDECREF(object_); }

  [[nodiscard]] PyObject* get() const { return object_; }
  [[nodiscard]] PyObject* release() { return std::exchange(object_, nullptr); }

private:
  PyObject* object_;
};

/// Lets other threads of Python run meanwhile.
class WithoutGil {
public:
  WithoutGil() : state_(PyEval_SaveThread()) {}
  WithoutGil(const WithoutGil&) = delete;
  WithoutGil& operator=(const WithoutGil&) = delete;
  ~WithoutGil() { PyEval_RestoreThread(state_); }

private:
  PyThreadState* state_;
};

/// The class of the module's own exceptions, for as long as there is a module.
struct ModuleState {
  PyObject* error_class;
};

ModuleState& state_of(PyObject* module) {
  return *static_cast<ModuleState*>(PyModule_GetState(module));
}

void require(int result) {
  if (result < 0) {
    throw PythonError();
  }
}

/// Text that may be a path, and so need not be UTF-8.
Reference to_str(std::string_view text) {
  return Reference(
      PyUnicode_DecodeFSDefaultAndSize(text.data(), static_cast<Py_ssize_t>(text.size())));
}

/// The UTF-8 of a str. Throws PythonError (UnicodeEncodeError).
std::string from_str(PyObject* text) {
  const Reference bytes(PyUnicode_AsUTF8String(text));
  char* begin = nullptr;
  Py_ssize_t size = 0;
  require(PyBytes_AsStringAndSize(bytes.get(), &begin, &size));
  return {begin, static_cast<std::size_t>(size)};
}

/// The path that a str or an os.PathLike stands for. Throws PythonError (TypeError).
std::string from_path(PyObject* path) {
  if (PyUnicode_Check(path)) {
    return from_str(path);
  }
  const Reference plain(PyOS_FSPath(path));
  if (!PyUnicode_Check(plain.get())) {
    PyErr_SetString(PyExc_TypeError, "a path must be str or os.PathLike[str], not bytes");
    throw PythonError();
  }
  return from_str(plain.get());
}

std::optional<std::string> from_optional_path(PyObject* path) {
  return path == Py_None ? std::nullopt : std::optional(from_path(path));
}

std::vector<std::string> from_paths(PyObject* paths) {
  if (PyUnicode_Check(paths) || PyBytes_Check(paths) || PySequence_Check(paths) == 0) {
    PyErr_SetString(PyExc_TypeError, "files must be a sequence of paths");
    throw PythonError();
  }
  const Py_ssize_t size = PySequence_Size(paths);
  require(size < 0 ? -1 : 0);
  std::vector<std::string> all;
  all.reserve(static_cast<std::size_t>(size));
  for (Py_ssize_t i = 0; i < size; ++i) {
    const Reference path(PySequence_GetItem(paths, i));
    all.push_back(from_path(path.get()));
  }
  return all;
}

void set_attribute(PyObject* object, const char* name, std::string_view text) {
  const Reference value = to_str(text);
  require(PyObject_SetAttrString(object, name, value.get()));
}

void raise(PyObject* module, const Error& error) {
  PyObject* const error_class = state_of(module).error_class;
  const Reference message = to_str(error.what());
  const Reference raised(PyObject_CallFunctionObjArgs(error_class, message.get(), nullptr));
  set_attribute(raised.get(), "code", name(error.code()));
  set_attribute(raised.get(), "hint", error.hint());
  PyErr_SetObject(error_class, raised.get());
}

void raise(const FileError& error) {
  const Reference number(PyLong_FromLong(error.error_number()));
  const Reference message = to_str(system_message(error.error_number()));
  const Reference path = to_str(error.path());
  // The class that Python has for this errno, such as FileNotFoundError.
  const Reference raised(PyObject_CallFunctionObjArgs(
      PyExc_OSError, number.get(), message.get(), path.get(), nullptr));
  PyErr_SetObject(reinterpret_cast<PyObject*>(Py_TYPE(raised.get())), raised.get());
}

/// Makes the failure that is being handled one of Python.
void raise_current(PyObject* module) {
  try {
    throw;
  } catch (const PythonError&) { // NOLINT(bugprone-empty-catch): it is one already
  } catch (const FileError& error) {
    raise(error);
  } catch (const Error& error) {
    raise(module, error);
  } catch (const std::bad_alloc&) {
    PyErr_NoMemory();
  } catch (const std::exception& error) {
    PyErr_SetString(PyExc_RuntimeError, error.what());
  }
}

/// What `work` returns, or null with Python's error indicator set.
template <typename Work> PyObject* guarded(PyObject* module, const Work& work) {
  try {
    return work().release();
  } catch (...) {
    try {
      raise_current(module);
    } catch (const PythonError&) { // NOLINT(bugprone-empty-catch): that of a failure to tell
    }
    return nullptr;
  }
}

/// The arguments by which every function finds an environment.
struct EnvironmentArguments {
  PyObject* project_dir = nullptr;
  PyObject* name = nullptr;
  int schema_only = 0;
  unsigned jobs = 0;

  [[nodiscard]] bindings::Environment open() const {
    bindings::Environment environment =
        bindings::open_environment(from_path(project_dir), from_str(name));
    environment.scope = schema_only != 0 ? Scope::SchemaOnly : Scope::Everything;
    environment.jobs = jobs;
    return environment;
  }
};

PyObject* hash_files_of(PyObject* module, PyObject* arguments, PyObject* keywords) {
  return guarded(module, [&] {
    static const char* const names[] = {"files", "base_dir", nullptr}; // NOLINT(*-avoid-c-arrays)
    PyObject* files = nullptr;
    PyObject* base_dir = nullptr;
    require(PyArg_ParseTupleAndKeywords(arguments,
                                        keywords,
                                        "OO:hash_files",
                                        const_cast<char**>(names), // NOLINT(*-const-cast)
                                        &files,
                                        &base_dir) -
            1);
    const std::vector<std::string> paths = from_paths(files);
    const std::string base = from_path(base_dir);
    const std::string digest = [&] {
      const WithoutGil released;
      return hash_files(paths, base);
    }();
    return to_str(digest);
  });
}

PyObject* hash_of(PyObject* module, PyObject* arguments) {
  return guarded(module, [&] {
    EnvironmentArguments given;
    require(PyArg_ParseTuple(arguments,
                             "OUpI:hash",
                             &given.project_dir,
                             &given.name,
                             &given.schema_only,
                             &given.jobs) -
            1);
    const bindings::Environment environment = given.open();
    const std::string digest = [&] {
      const WithoutGil released;
      return bindings::fingerprint(environment);
    }();
    return to_str(digest);
  });
}

PyObject* build_of(PyObject* module, PyObject* arguments) {
  return guarded(module, [&] {
    EnvironmentArguments given;
    PyObject* output = nullptr;
    require(PyArg_ParseTuple(arguments,
                             "OUOpI:build",
                             &given.project_dir,
                             &given.name,
                             &output,
                             &given.schema_only,
                             &given.jobs) -
            1);
    const bindings::Environment environment = given.open();
    BuildOptions options;
    options.output = from_optional_path(output).value_or(
        default_output(environment.project_dir, environment.config.environment));
    const BuildResult built = [&] {
      const WithoutGil released;
      return bindings::build(environment, options);
    }();
    const Reference path = to_str(options.output);
    const Reference digest = to_str(built.fingerprint.value_or(""));
    return Reference(Py_BuildValue("OnKO",
                                   path.get(),
                                   static_cast<Py_ssize_t>(built.files),
                                   static_cast<unsigned long long>(built.size),
                                   digest.get()));
  });
}

const char* word(ManifestState state) {
  constexpr std::array words{"current", "stale", "altered", "missing"};
  return words.at(static_cast<std::size_t>(state));
}

const char* word(BundleState state) {
  constexpr std::array words{"current", "stale", "edited by hand", "missing"};
  return words.at(static_cast<std::size_t>(state));
}

Reference list_of(const std::vector<std::string>& paths) {
  Reference list(PyList_New(0));
  for (const std::string& path : paths) {
    const Reference item = to_str(path);
    require(PyList_Append(list.get(), item.get()));
  }
  return Reference(list.release());
}

Reference renames_of(const std::vector<Rename>& renames) {
  Reference list(PyList_New(0));
  for (const Rename& rename : renames) {
    const Reference from = to_str(rename.from);
    const Reference to = to_str(rename.to);
    const Reference pair(PyTuple_Pack(2, from.get(), to.get()));
    require(PyList_Append(list.get(), pair.get()));
  }
  return Reference(list.release());
}

PyObject* check_of(PyObject* module, PyObject* arguments) {
  return guarded(module, [&] {
    EnvironmentArguments given;
    PyObject* manifest = nullptr;
    PyObject* output = nullptr;
    require(PyArg_ParseTuple(arguments,
                             "OUOOpI:check",
                             &given.project_dir,
                             &given.name,
                             &manifest,
                             &output,
                             &given.schema_only,
                             &given.jobs) -
            1);
    const bindings::Environment environment = given.open();
    CheckOptions options;
    options.manifest = from_optional_path(manifest);
    options.bundle = from_optional_path(output);
    const CheckResult result = [&] {
      const WithoutGil released;
      return bindings::check(environment, options);
    }();
    const Changes& changes = result.changes;
    const Reference added = list_of(changes.added);
    const Reference removed = list_of(changes.removed);
    const Reference edited = list_of(changes.edited);
    const Reference renamed = renames_of(changes.renamed);
    const Reference reordered = list_of(changes.reordered);
    const Reference line_endings = list_of(changes.line_endings);
    return Reference(Py_BuildValue("zz(OOOOOO)",
                                   result.manifest ? word(*result.manifest) : nullptr,
                                   result.bundle ? word(*result.bundle) : nullptr,
                                   added.get(),
                                   removed.get(),
                                   edited.get(),
                                   renamed.get(),
                                   reordered.get(),
                                   line_endings.get()));
  });
}

int fill_module(PyObject* module) {
  ModuleState& state = state_of(module);
  state.error_class =
      PyErr_NewExceptionWithDoc("confiture_build.Error",
                                "Something outside is not as it has to be: a configuration, a "
                                "source, a file to be written. `code` says what kind, such as "
                                "SCHEMA_001, `hint` what to do about it.",
                                nullptr,
                                nullptr);
  if (state.error_class == nullptr) {
    return -1;
  }
  Py_INCREF(state.error_class);
  if (PyModule_AddObject(module, "Error", state.error_class) < 0) {
    Py_DECREF(state.error_class);
    return -1;
  }
  return PyModule_AddStringConstant(module, "__version__", CONFITURE_VERSION);
}

int visit_module(PyObject* module, visitproc visit, void* arg) {
  Py_VISIT(state_of(module).error_class);
  return 0;
}

int clear_module(PyObject* module) {
  Py_CLEAR(state_of(module).error_class);
  return 0;
}

// NOLINTBEGIN(modernize-avoid-c-arrays,cppcoreguidelines-pro-type-reinterpret-cast)
PyMethodDef methods[] = {
    {"hash_files",
     reinterpret_cast<PyCFunction>(reinterpret_cast<void (*)()>(hash_files_of)),
     METH_VARARGS | METH_KEYWORDS,
     "hash_files($module, /, files, base_dir)\n--\n\n"
     "The SHA-256 over paths and contents of `files`, in the order given, each with its path\n"
     "below `base_dir`. Raises OSError naming the first file that cannot be read. Other threads\n"
     "run meanwhile."},
    {"hash", hash_of, METH_VARARGS, nullptr},
    {"build", build_of, METH_VARARGS, nullptr},
    {"check", check_of, METH_VARARGS, nullptr},
    {nullptr, nullptr, 0, nullptr}};

PyModuleDef_Slot slots[] = {{Py_mod_exec, reinterpret_cast<void*>(fill_module)}, {0, nullptr}};
// NOLINTEND(modernize-avoid-c-arrays,cppcoreguidelines-pro-type-reinterpret-cast)

PyModuleDef definition = {PyModuleDef_HEAD_INIT,
                          "confiture_build._core",
                          nullptr,
                          sizeof(ModuleState),
                          methods,
                          slots,
                          visit_module,
                          clear_module,
                          nullptr};

} // namespace

// NOLINTNEXTLINE(bugprone-reserved-identifier,readability-identifier-naming): Python wants this
PyMODINIT_FUNC PyInit__core() {
  return PyModuleDef_Init(&definition);
}
