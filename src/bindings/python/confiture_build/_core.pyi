import os
from typing import List, Optional, Sequence, Tuple, Union

_Path = Union[str, os.PathLike[str]]

__version__: str

class Error(Exception):
    code: str
    hint: str

def hash_files(files: Sequence[_Path], base_dir: _Path) -> str: ...
def hash(project_dir: _Path, env: str, schema_only: bool, jobs: int, /) -> str: ...
def build(
    project_dir: _Path, env: str, output: Optional[_Path], schema_only: bool, jobs: int, /
) -> Tuple[str, int, int, str]: ...
def check(
    project_dir: _Path,
    env: str,
    manifest: Optional[_Path],
    output: Optional[_Path],
    schema_only: bool,
    jobs: int,
    /,
) -> Tuple[
    Optional[str],
    Optional[str],
    Tuple[List[str], List[str], List[str], List[Tuple[str, str]], List[str], List[str]],
]: ...
