package io.aspectvm.cli;

import io.aspectvm.gas.schedule.GasSchedule;
import io.aspectvm.gas.schedule.GasSchedules;
import java.util.Optional;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;

/** {@code --schedule}. */
final class ScheduleOption {

  @Option(
      names = "--schedule",
      paramLabel = "NAME",
      converter = ScheduleConverter.class,
      description = "Gas schedule: artela-current (the default), artela-legacy or hardened.")
  private GasSchedule schedule;

  /** Reads a schedule's name. */
  static final class ScheduleConverter implements ITypeConverter<GasSchedule> {
    @Override
    public GasSchedule convert(String name) {
      return GasSchedules.byName(name)
          .orElseThrow(
              () -> Words.unknown(name, GasSchedules.all().stream().map(GasSchedule::name)));
    }
  }

  Optional<GasSchedule> given() {
    return Optional.ofNullable(schedule);
  }

  GasSchedule orDefault() {
    return schedule == null ? GasSchedules.ARTELA_CURRENT : schedule;
  }
}
