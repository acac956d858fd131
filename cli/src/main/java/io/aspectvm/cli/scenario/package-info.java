/** Scenarios: tests of aspects, played on a node in memory (docs/scenario.md). */
package io.aspectvm.cli.scenario;
