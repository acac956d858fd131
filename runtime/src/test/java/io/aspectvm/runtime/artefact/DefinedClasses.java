package io.aspectvm.runtime.artefact;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedClass;
import jdk.jfr.consumer.RecordingFile;

/** Which classes of compiled modules the JVM defines meanwhile, by its own record. */
final class DefinedClasses {

  private DefinedClasses() {}

  /** Names of the classes, each as often as it was defined. */
  static List<String> during(Runnable work) throws IOException {
    Path file = Files.createTempFile("defined", ".jfr");
    try (Recording recording = new Recording()) {
      recording.enable("jdk.ClassDefine").withoutStackTrace();
      recording.start();
      work.run();
      recording.stop();
      recording.dump(file);
      return RecordingFile.readAllEvents(file).stream()
          .filter(event -> event.getEventType().getName().equals("jdk.ClassDefine"))
          .map(event -> event.<RecordedClass>getValue("definedClass").getName())
          .filter(name -> name.startsWith("aspect."))
          .toList();
    } finally {
      Files.delete(file);
    }
  }
}
