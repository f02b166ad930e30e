import java.io.BufferedReader;
import java.io.File;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.deidentifier.arx.ARXAnonymizer;
import org.deidentifier.arx.ARXConfiguration;
import org.deidentifier.arx.ARXLattice.ARXNode;
import org.deidentifier.arx.ARXResult;
import org.deidentifier.arx.AttributeType.Hierarchy;
import org.deidentifier.arx.Data;
import org.deidentifier.arx.DataHandle;
import org.deidentifier.arx.criteria.KAnonymity;
import org.deidentifier.arx.metric.Metric;

/**
 * Drives ARX through its public API for bench/arx.py: optimal search for k-anonymity over all columns of a table.
 *
 * <p>Arguments: the table (CSV with ";"), the folder and the prefix of its hierarchies (prefix + column + ".csv").
 * Each line read, "k limit loss", is one search; its answer is one line: seconds of the clock of its search, of all of
 * anonymize() (which finds the cells encoded since loading), CPU seconds of the whole process meanwhile (its compiler and
 * collector included), checked nodes, loss, rows suppressed, levels by column.
 * Loading the table and the hierarchies is done before the first answer and is in no time printed.
 */
public final class Driver {
    private Driver() {
    }

    public static void main(String[] arguments) throws Exception {
        Data data = Data.create(new File(arguments[0]), StandardCharsets.UTF_8, ';');
        DataHandle handle = data.getHandle();
        String[] columns = new String[handle.getNumColumns()];
        for (int column = 0; column < columns.length; column++) {
            columns[column] = handle.getAttributeName(column);
            File file = new File(arguments[1], arguments[2] + columns[column] + ".csv");
            data.getDefinition().setAttributeType(columns[column], Hierarchy.create(file, StandardCharsets.UTF_8, ';'));
        }
        BufferedReader lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            String[] words = line.trim().split(" ");
            data.getHandle().release();
            search(data, columns, Integer.parseInt(words[0]), Double.parseDouble(words[1]), words[2]);
        }
    }

    private static void search(Data data, String[] columns, int k, double limit, String loss) throws Exception {
        ARXConfiguration configuration = ARXConfiguration.create();
        configuration.addPrivacyModel(new KAnonymity(k));
        configuration.setSuppressionLimit(limit);
        configuration.setQualityModel(quality(loss));
        configuration.setAlgorithm(ARXConfiguration.AnonymizationAlgorithm.OPTIMAL);
        ARXAnonymizer anonymizer = new ARXAnonymizer();
        double cpu = cpu();
        long start = System.nanoTime();
        ARXResult result = anonymizer.anonymize(data, configuration);
        double seconds = (System.nanoTime() - start) / 1e9;
        cpu = cpu() - cpu;
        String times = result.getTime() / 1e3 + " " + seconds + " " + cpu + " ";
        long checks = result.getProcessStatistics().getTransformationsChecked();
        ARXNode best = result.getGlobalOptimum();
        if (best == null) {
            System.out.println(times + checks + " - - -");
            return;
        }
        int[] levels = new int[columns.length];
        for (int column = 0; column < columns.length; column++) {
            levels[column] = best.getGeneralization(columns[column]);
        }
        String loss1 = best.getHighestScore().toString();
        DataHandle output = result.getOutput(best, false);
        int suppressed = 0;
        for (int row = 0; row < output.getNumRows(); row++) {
            suppressed += output.isOutlier(row) ? 1 : 0;
        }
        String shown = Arrays.toString(levels).replace(" ", "");
        System.out.println(times + checks + " " + loss1 + " " + suppressed + " " + shown);
        output.release();
    }

    private static Metric<?> quality(String loss) {
        switch (loss) {
            case "loss":
                return Metric.createLossMetric(Metric.AggregateFunction.GEOMETRIC_MEAN);
            case "discernibility":
                return Metric.createDiscernabilityMetric();
            case "non-uniform-entropy":
                return Metric.createEntropyMetric();
            default:
                throw new IllegalArgumentException(loss);
        }
    }

    private static double cpu() {
        return ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
            .getProcessCpuTime() / 1e9;
    }
}
