#include "postgres/catalog_names.hpp"

#include <string_view>
#include <unordered_set>

namespace confiture::postgres {

namespace {

// Facts: proname and typname of schema pg_catalog in pg_proc and pg_type, of PostgreSQL 15 and 18
// together. Left out of the functions are those that no one calls by name (they take or return
// `internal` or `cstring`, or implement an operator, an aggregate, an index method or a type's
// modifier), and everything that begins with `pg_`, `RI_` or `binary_upgrade`.
constexpr std::string_view function_names =
    "abbrev abs aclcontains acldefault aclexplode aclinsert aclremove acos acosd acosh age "
    "amvalidate any_value anyarray_send anycompatiblearray_send area array_agg array_append "
    "array_dims array_fill array_length array_lower array_ndims array_position "
    "array_positions array_prepend array_remove array_replace array_reverse array_sample "
    "array_send array_shuffle array_sort array_to_json array_to_string array_to_tsvector "
    "array_upper ascii asin asind asinh atan atan2 atan2d atand atanh avg bit bit_and "
    "bit_count bit_length bit_or bit_send bit_xor bool bool_and bool_or boolsend box box_send "
    "bpchar bpcharsend brin_bloom_summary_send brin_desummarize_range "
    "brin_minmax_multi_summary_send brin_summarize_new_values brin_summarize_range broadcast "
    "btrim bytea byteasend cardinality casefold cash_send cash_words cbrt ceil ceiling center "
    "char char_length character_length charsend chr cidr cidr_send cidsend circle circle_send "
    "clock_timestamp col_description concat concat_ws convert convert_from convert_to corr "
    "cos cosd cosh cot cotd count covar_pop covar_samp crc32 crc32c cume_dist "
    "current_database current_query current_schema current_schemas current_setting "
    "current_user currtid2 currval cursor_to_xml cursor_to_xmlschema database_to_xml "
    "database_to_xml_and_xmlschema database_to_xmlschema date date_add date_bin date_part "
    "date_send date_subtract date_trunc datemultirange daterange daterange_canonical "
    "daterange_subdiff decode degrees dense_rank dexp diagonal diameter div dlog1 dlog10 "
    "dround dtrunc encode enum_first enum_last enum_range enum_send erf erfc every exp "
    "extract factorial family first_value float4 float4send float8 float8send floor "
    "fmgr_c_validator fmgr_internal_validator fmgr_sql_validator format format_type gamma gcd "
    "gen_random_uuid generate_series generate_subscripts get_bit get_byte "
    "get_current_ts_config getdatabaseencoding getpgusername gin_clean_pending_list "
    "has_any_column_privilege has_column_privilege has_database_privilege "
    "has_foreign_data_wrapper_privilege has_function_privilege has_language_privilege "
    "has_largeobject_privilege has_parameter_privilege has_schema_privilege "
    "has_sequence_privilege has_server_privilege has_table_privilege has_tablespace_privilege "
    "has_type_privilege height host hostmask icu_unicode_version inet_client_addr "
    "inet_client_port inet_send inet_server_addr inet_server_port initcap int2 int2send "
    "int2vectorsend int4 int4inc int4multirange int4range int4range_canonical "
    "int4range_subdiff int4send int8 int8_sum int8multirange int8range int8range_canonical "
    "int8range_subdiff int8send interval interval_send is_normalized isclosed isempty "
    "isfinite ishorizontal isopen isparallel isperp isvertical json_agg json_agg_strict "
    "json_array_elements json_array_elements_text json_array_length json_build_array "
    "json_build_object json_each json_each_text json_extract_path json_extract_path_text "
    "json_object json_object_agg json_object_agg_strict json_object_agg_unique "
    "json_object_agg_unique_strict json_object_keys json_populate_record "
    "json_populate_recordset json_send json_strip_nulls json_to_record json_to_recordset "
    "json_to_tsvector json_typeof jsonb_agg jsonb_agg_strict jsonb_array_elements "
    "jsonb_array_elements_text jsonb_array_length jsonb_build_array jsonb_build_object "
    "jsonb_each jsonb_each_text jsonb_extract_path jsonb_extract_path_text jsonb_insert "
    "jsonb_object jsonb_object_agg jsonb_object_agg_strict jsonb_object_agg_unique "
    "jsonb_object_agg_unique_strict jsonb_object_keys jsonb_path_exists jsonb_path_exists_tz "
    "jsonb_path_match jsonb_path_match_tz jsonb_path_query jsonb_path_query_array "
    "jsonb_path_query_array_tz jsonb_path_query_first jsonb_path_query_first_tz "
    "jsonb_path_query_tz jsonb_populate_record jsonb_populate_record_valid "
    "jsonb_populate_recordset jsonb_pretty jsonb_send jsonb_set jsonb_set_lax "
    "jsonb_strip_nulls jsonb_to_record jsonb_to_recordset jsonb_to_tsvector jsonb_typeof "
    "jsonpath_send justify_days justify_hours justify_interval lag last_value lastval lcm "
    "lead left length lgamma like like_escape line line_send ln lo_close lo_creat lo_create "
    "lo_export lo_from_bytea lo_get lo_import lo_lseek lo_lseek64 lo_open lo_put lo_tell "
    "lo_tell64 lo_truncate lo_truncate64 lo_unlink log log10 loread lower lower_inc lower_inf "
    "lowrite lpad lseg lseg_send ltrim macaddr macaddr8 macaddr8_send macaddr8_set7bit "
    "macaddr_send make_date make_interval make_time make_timestamp make_timestamptz "
    "makeaclitem masklen max md5 min min_scale mod mode money multirange multirange_send "
    "mxid_age name nameconcatoid namesend netmask network nextval normalize notlike now "
    "npoints nth_value ntile num_nonnulls num_nulls numeric numeric_div_trunc numeric_exp "
    "numeric_inc numeric_ln numeric_log numeric_send numeric_sqrt nummultirange numnode "
    "numrange numrange_subdiff obj_description octet_length oid oidsend oidvectorsend "
    "oidvectortypes overlaps overlay parse_ident path path_send pclose percent_rank "
    "percentile_cont percentile_disc phraseto_tsquery pi plainto_tsquery plpgsql_call_handler "
    "plpgsql_validator point point_send poly_send polygon popen position "
    "postgresql_fdw_validator pow power query_to_xml query_to_xml_and_xmlschema "
    "query_to_xmlschema querytree quote_ident quote_literal quote_nullable radians radius "
    "random random_normal range_agg range_intersect_agg range_merge range_send rank "
    "record_send regclass regclasssend regcollationsend regconfigsend regdictionarysend "
    "regexp_count regexp_instr regexp_like regexp_match regexp_matches regexp_replace "
    "regexp_split_to_array regexp_split_to_table regexp_substr regnamespacesend "
    "regoperatorsend regopersend regproceduresend regprocsend regr_avgx regr_avgy regr_count "
    "regr_intercept regr_r2 regr_slope regr_sxx regr_sxy regr_syy regrolesend regtypesend "
    "repeat replace reverse right round row_number row_security_active row_to_json rpad rtrim "
    "satisfies_hash_partition scale schema_to_xml schema_to_xml_and_xmlschema "
    "schema_to_xmlschema session_user set_bit set_byte set_config set_masklen setseed setval "
    "setweight sha224 sha256 sha384 sha512 shobj_description sign similar_escape "
    "similar_to_escape sin sind sinh slope split_part sqrt statement_timestamp stddev "
    "stddev_pop stddev_samp string_agg string_to_array string_to_table strip strpos substr "
    "substring sum suppress_redundant_updates_trigger system_user table_to_xml "
    "table_to_xml_and_xmlschema table_to_xmlschema tan tand tanh text textlen textsend "
    "tidsend time time_send timeofday timestamp timestamp_send timestamptz timestamptz_send "
    "timetz timetz_send timezone to_ascii to_bin to_char to_date to_hex to_json to_jsonb "
    "to_number to_oct to_regclass to_regcollation to_regnamespace to_regoper to_regoperator "
    "to_regproc to_regprocedure to_regrole to_regtype to_regtypemod to_timestamp to_tsquery "
    "to_tsvector transaction_timestamp translate trim_array trim_scale trunc ts_debug "
    "ts_delete ts_filter ts_headline ts_lexize ts_parse ts_rank ts_rank_cd ts_rewrite ts_stat "
    "ts_token_type tsmultirange tsquery_phrase tsquerysend tsrange tsrange_subdiff "
    "tstzmultirange tstzrange tstzrange_subdiff tsvector_to_array tsvector_update_trigger "
    "tsvector_update_trigger_column tsvectorsend txid_current txid_current_if_assigned "
    "txid_current_snapshot txid_snapshot_send txid_snapshot_xip txid_snapshot_xmax "
    "txid_snapshot_xmin txid_status txid_visible_in_snapshot unicode_assigned unicode_version "
    "unique_key_recheck unistr unknownsend unnest upper upper_inc upper_inf "
    "uuid_extract_timestamp uuid_extract_version uuid_send uuidv4 uuidv7 var_pop var_samp "
    "varbit varbit_send varchar varcharsend variance version void_send websearch_to_tsquery "
    "width width_bucket xid xid8send xidsend xml xml_is_well_formed "
    "xml_is_well_formed_content xml_is_well_formed_document xml_send xmlagg xmlcomment "
    "xmlexists xmltext xmlvalidate xpath xpath_exists";

constexpr std::string_view type_names =
    "aclitem any anyarray anycompatible anycompatiblearray anycompatiblemultirange "
    "anycompatiblenonarray anycompatiblerange anyelement anyenum anymultirange anynonarray "
    "anyrange bit bool box bpchar bytea char cid cidr circle cstring date datemultirange "
    "daterange event_trigger fdw_handler float4 float8 gtsvector index_am_handler inet int2 "
    "int2vector int4 int4multirange int4range int8 int8multirange int8range internal interval "
    "json jsonb jsonpath language_handler line lseg macaddr macaddr8 money name numeric "
    "nummultirange numrange oid oidvector path point polygon record refcursor regclass "
    "regcollation regconfig regdictionary regnamespace regoper regoperator regproc "
    "regprocedure regrole regtype table_am_handler text tid time timestamp timestamptz timetz "
    "trigger tsm_handler tsmultirange tsquery tsrange tstzmultirange tstzrange tsvector "
    "txid_snapshot unknown uuid varbit varchar void xid xid8 xml";

// Words that the grammar takes for types.
constexpr std::string_view other_type_names =
    "bigint bigserial bit boolean character dec decimal double float int integer national nchar "
    "real serial serial2 serial4 serial8 smallint smallserial";

using Names = std::unordered_set<std::string_view>;

void add(Names& names, std::string_view text) {
  while (!text.empty()) {
    const std::size_t end = text.find(' ');
    names.insert(text.substr(0, end));
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
  }
}

Names names_of(std::string_view text, std::string_view more = {}) {
  Names names;
  add(names, text);
  add(names, more);
  return names;
}

} // namespace

bool is_catalog_function(std::string_view name) {
  static const Names names = names_of(function_names);
  return name.starts_with("pg_") || names.contains(name);
}

bool is_catalog_type(std::string_view name) {
  static const Names names = names_of(type_names, other_type_names);
  return name.starts_with("pg_") || names.contains(name);
}

} // namespace confiture::postgres
