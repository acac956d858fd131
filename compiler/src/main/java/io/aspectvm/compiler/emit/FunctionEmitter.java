package io.aspectvm.compiler.emit;

import io.aspectvm.compiler.lower.LoweredFunction;
import io.aspectvm.compiler.partition.Partitioner;
import io.aspectvm.compiler.partition.Piece;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.commons.CodeSizeEvaluator;

/**
 * Emits a lowered function: in pieces where the JIT would not compile it as one method, or where
 * turns of its loops are to be calls.
 */
final class FunctionEmitter {

  /** Pieces in one class: each below the method limit, so far below the constant pool's. */
  private static final int PIECES_PER_CLASS = 5;

  private final CodeContext context;
  private final GeneratedClasses classes;
  private final int maxMethodBytes;
  private int largestMethod;

  /**
   * @param maxMethodBytes longest method to emit, in bytes of code
   */
  FunctionEmitter(CodeContext context, GeneratedClasses classes, int maxMethodBytes) {
    this.context = context;
    this.classes = classes;
    this.maxMethodBytes = maxMethodBytes;
  }

  /** Size of the largest method so far: an upper bound, in bytes of code. */
  int largestMethod() {
    return largestMethod;
  }

  /**
   * @param turning positions of heads of loops whose turns become calls
   */
  void emit(LoweredFunction function, BitSet turning) {
    MethodRef self = context.names().function(function.functionIndex());
    int[] sizes = new int[function.code().size()];
    int total = measure(function, sizes);
    boolean fits = total <= maxMethodBytes;
    if (fits && turning.isEmpty()) {
      largestMethod = Math.max(largestMethod, total);
      MethodVisitor method = classes.method(self);
      new FunctionBodyEmitter(context, function, method).emit(entries -> {});
      GeneratedClasses.end(method);
    } else {
      List<Piece> pieces = Partitioner.partition(function.code(), sizes, maxMethodBytes, turning);
      emitPieces(function, self, pieces, !fits);
    }
  }

  /**
   * Fills {@code sizes} with an upper bound for each entry in a piece, and returns one for the
   * whole as one method.
   */
  private int measure(LoweredFunction function, int[] sizes) {
    CodeSizeEvaluator ofPieces = new PieceSizes();
    CodeSizeEvaluator ofWhole = new CodeSizeEvaluator(Opcodes.ASM9, ofPieces) {};
    int[] before = new int[1];
    new FunctionBodyEmitter(context, function, ofWhole)
        .emit(
            entries -> {
              if (entries > 0) {
                sizes[entries - 1] = ofPieces.getMaxSize() - before[0];
              }
              before[0] = ofPieces.getMaxSize();
            });
    return ofWhole.getMaxSize();
  }

  /** Sizes with every slot as far back as it may be in a piece, where it takes more bytes. */
  private static final class PieceSizes extends CodeSizeEvaluator {

    PieceSizes() {
      super(Opcodes.ASM9, null);
    }

    @Override
    public void visitVarInsn(int opcode, int slot) {
      super.visitVarInsn(opcode, slot + PieceEmitter.FIXED_SLOTS);
    }

    @Override
    public void visitIincInsn(int slot, int increment) {
      super.visitIincInsn(slot + PieceEmitter.FIXED_SLOTS, increment);
    }
  }

  /**
   * @param ownClasses whether the pieces are too many for the class of the function
   */
  private void emitPieces(
      LoweredFunction function, MethodRef self, List<Piece> pieces, boolean ownClasses) {
    PieceTable table = new PieceTable(pieces, function.code());
    List<MethodRef> methods = new ArrayList<>();
    for (Piece piece : pieces) {
      String owner = ownClasses ? classOf(function, piece) : self.owner();
      MethodRef ref = new MethodRef(owner, nameOf(function, self, piece), PieceEmitter.DESCRIPTOR);
      methods.add(ref);
      CodeSizeEvaluator evaluator = new CodeSizeEvaluator(Opcodes.ASM9, classes.method(ref)) {};
      new PieceEmitter(context, function, piece, table, evaluator).emit();
      GeneratedClasses.end(evaluator);
      largestMethod = Math.max(largestMethod, evaluator.getMaxSize());
      if (ownClasses && (piece.number() + 1) % PIECES_PER_CLASS == 0) {
        classes.finish(ref.owner());
      }
    }
    new PieceDriverEmitter(classes, function, self).emit(methods);
  }

  private static String classOf(LoweredFunction function, Piece piece) {
    return "aspect/P" + function.functionIndex() + "_" + piece.number() / PIECES_PER_CLASS;
  }

  /** {@code f<index>$<offset>$<number>}: a backtrace finds function and place from the name. */
  private static String nameOf(LoweredFunction function, MethodRef self, Piece piece) {
    return self.name() + "$" + PieceLines.base(function.code(), piece) + "$" + piece.number();
  }
}
