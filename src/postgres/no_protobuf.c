/* libpg_query's parser can also give its result as Protocol Buffers, which are not compiled here;
   this takes the place of what would. */

#include "pg_query.h"

#include <stdlib.h>

PgQueryProtobuf pg_query_nodes_to_protobuf(const void* tree);

PgQueryProtobuf pg_query_nodes_to_protobuf(const void* tree) {
  (void)tree;
  abort();
}
