package io.aspectvm.jmh.report;

import io.aspectvm.jmh.KernelResults;
import java.util.List;
import java.util.stream.Stream;

/**
 * All that was measured.
 *
 * @param notes about machine and run, a line each
 * @param kernels computations on all engines
 * @param points everything else
 */
record Results(List<String> notes, KernelResults kernels, Points points) {

  /** The JDKs that were measured on, the newest first. */
  List<Jdk> jdks() {
    return Jdk.among(
        Stream.concat(
                kernels.jvms().stream(), points.list().stream().map(Point::platform).distinct())
            .toList());
  }
}
