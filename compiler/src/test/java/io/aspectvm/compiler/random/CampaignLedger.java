package io.aspectvm.compiler.random;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/**
 * Which blocks of seeds a campaign has finished: a file with a line for each, and a file whose
 * bytes are locked by the processes that work on a block. A process that dies leaves no lock, and
 * its block to others. For one thread of each process.
 */
final class CampaignLedger implements Closeable {

  private final Path file;
  private final Path differences;
  private final FileChannel locks;

  /**
   * A finished block.
   *
   * @param first its first seed
   * @param modules seeds in it
   * @param executions that were compared
   * @param differences modules on which engines differ
   * @param seconds of processor time
   * @param revision what was tested
   */
  record Block(
      long first, int modules, long executions, int differences, double seconds, String revision) {

    private static final int COLUMNS = 6;

    private static Block parse(String line) {
      String[] columns = line.split("\t", -1);
      if (columns.length != COLUMNS || columns[COLUMNS - 1].isEmpty()) {
        throw new IllegalArgumentException(columns.length + " columns");
      }
      return new Block(
          Long.parseLong(columns[0]),
          Integer.parseInt(columns[1]),
          Long.parseLong(columns[2]),
          Integer.parseInt(columns[3]),
          Double.parseDouble(columns[4]),
          columns[5]);
    }

    private String line() {
      // Double.toString is the same in every language.
      return String.join(
          "\t",
          Long.toString(first),
          Integer.toString(modules),
          Long.toString(executions),
          Integer.toString(differences),
          Double.toString(seconds),
          revision);
    }
  }

  private CampaignLedger(Path file, Path differences, FileChannel locks) {
    this.file = file;
    this.differences = differences;
    this.locks = locks;
  }

  /** Opens that of a mode, which is part of the files' names. */
  static CampaignLedger open(Path folder, String mode) throws IOException {
    Files.createDirectories(folder);
    return new CampaignLedger(
        folder.resolve(mode + ".tsv"),
        folder.resolve(mode + ".differences.txt"),
        FileChannel.open(
            folder.resolve(mode + ".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE));
  }

  /** What is finished, in the order in which it was. */
  List<Block> finished() throws IOException {
    List<Block> blocks = new ArrayList<>();
    if (Files.exists(file)) {
      for (String line : Files.readAllLines(file)) {
        try {
          blocks.add(Block.parse(line));
        } catch (IllegalArgumentException e) {
          throw new IOException(
              "%s: line %d is damaged, remove it: %s"
                  .formatted(file, blocks.size() + 1, e.getMessage()),
              e);
        }
      }
    }
    return blocks;
  }

  boolean isFinished(long first) throws IOException {
    return finished().stream().anyMatch(block -> block.first() == first);
  }

  /** Takes a block; null if another process has it, or finished it. To be closed. */
  FileLock take(long first) throws IOException {
    FileLock lock = locks.tryLock(first, 1, false);
    if (lock != null && isFinished(first)) {
      lock.release();
      return null;
    }
    return lock;
  }

  void add(Block block) throws IOException {
    append(file, block.line() + "\n");
  }

  /** Keeps what there is to say about a difference. */
  void describe(String text) throws IOException {
    append(differences, text + "\n\n");
  }

  private static void append(Path file, String text) throws IOException {
    Files.writeString(
        file, text, StandardCharsets.UTF_8, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
  }

  @Override
  public void close() throws IOException {
    locks.close();
  }
}
