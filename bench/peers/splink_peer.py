#!/usr/bin/env python3
"""Splink on DuckDB over a CSV of bench/linkage_bench's generator: CPU seconds and pairwise F1.

usage: splink_peer.py RECORDS.csv [LOOSE]        (needs: pip install splink)

The same fields and blocking rules as kSpeedSpec in linkage_bench.cc; the defaults of Splink's own
tutorial for training. Prints one line.
"""
import resource
import sys
import time

from splink import DuckDBAPI, Linker, SettingsCreator, block_on
import splink.comparison_library as cl


def cpu():
    usage = resource.getrusage(resource.RUSAGE_SELF)
    return usage.ru_utime + usage.ru_stime


def main():
    start = cpu()
    start_wall = time.monotonic()
    import duckdb
    table = duckdb.read_csv(sys.argv[1], all_varchar=True).df()
    loose = [block_on("substr(dob, 1, 4)", "surname"), block_on("city", "first_name"),
             block_on("substr(dob, 1, 4)", "first_name"), block_on("substr(dob, 1, 4)", "city")]
    loose = loose[:int(sys.argv[2]) if len(sys.argv) > 2 else 0]
    settings = SettingsCreator(
        link_type="dedupe_only", unique_id_column_name="id",
        comparisons=[
            cl.JaroWinklerAtThresholds("first_name", [0.92, 0.88]).configure(
                term_frequency_adjustments=True),
            cl.JaroWinklerAtThresholds("surname", [0.92, 0.88]).configure(
                term_frequency_adjustments=True),
            cl.LevenshteinAtThresholds("dob", [1, 2]),
            cl.JaroWinklerAtThresholds("city", [0.9]).configure(term_frequency_adjustments=True),
            cl.LevenshteinAtThresholds("postcode", [1]),
            cl.LevenshteinAtThresholds("phone", [1, 2]),
        ],
        blocking_rules_to_generate_predictions=[
            block_on("phone"), block_on("first_name", "surname"), block_on("surname", "dob"),
            block_on("first_name", "dob"), block_on("dob", "postcode"),
            block_on("surname", "postcode"), block_on("first_name", "postcode"),
            *loose,
        ])
    database = DuckDBAPI()
    linker = Linker(database.register(table), settings)
    linker.training.estimate_probability_two_random_records_match(
        [block_on("first_name", "surname", "dob")], recall=0.6)
    linker.training.estimate_u_using_random_sampling(max_pairs=2e6)
    linker.training.estimate_parameters_using_expectation_maximisation(
        block_on("first_name", "surname"))
    linker.training.estimate_parameters_using_expectation_maximisation(block_on("dob", "postcode"))
    predictions = linker.inference.predict(threshold_match_probability=0.5)
    clusters = linker.clustering.cluster_pairwise_predictions_at_threshold(predictions, 0.5)
    found = clusters.as_pandas_dataframe()
    seconds = cpu() - start
    wall = time.monotonic() - start_wall
    # After the clock: how many pairs its rules make, to see that both did the same work.
    from splink import __version__
    rules = settings.blocking_rules_to_generate_predictions
    try:
        from splink.blocking_analysis import (
            cumulative_comparisons_to_be_scored_from_blocking_rules_data as cumulative)
        rows = cumulative(table_or_tables=table, blocking_rules=rules, link_type="dedupe_only",
                          db_api=DuckDBAPI(), unique_id_column_name="id")
        compared = int(rows["row_count"].sum())
    except Exception as problem:  # the bench's figures do not depend on it
        compared = f"unknown ({problem})"

    def pairs(columns):
        sizes = found.groupby(columns).size()
        return int((sizes * (sizes - 1) // 2).sum())

    linked, true, correct = pairs(["cluster_id"]), pairs(["person"]), pairs(["cluster_id", "person"])
    precision, recall = correct / max(linked, 1), correct / max(true, 1)
    print(f"splink {__version__} on duckdb {duckdb.__version__}: {len(found)} records, {compared} "
          f"pairs, {linked} linked: {seconds:.1f} CPU s; {wall:.1f} wall; P {precision:.4f} R {recall:.4f} "
          f"F1 {2 * precision * recall / max(precision + recall, 1e-9):.4f}")


if __name__ == "__main__":
    main()
