import java.io.File;
import java.util.LinkedHashMap;
import java.util.Map;
import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;
import org.verapdf.pdfa.Foundries;
import org.verapdf.pdfa.PDFAParser;
import org.verapdf.pdfa.PDFAValidator;
import org.verapdf.pdfa.flavours.PDFAFlavour;
import org.verapdf.pdfa.results.TestAssertion;
import org.verapdf.pdfa.results.ValidationResult;

/**
 * Validates each file named on the command line against PDF/UA-1 with the reference validator, in one virtual machine.
 * Prints one line for each file and one for each broken rule; the exit code is 1 if any file is refused.
 */
public final class VeraPdf {
    private static final PDFAFlavour FLAVOUR = PDFAFlavour.PDFUA_1;

    private VeraPdf() {}

    public static void main(String[] files) {
        VeraGreenfieldFoundryProvider.initialise();
        boolean conforms = files.length > 0;
        for (String file : files) {
            conforms &= judge(file);
        }
        System.exit(conforms ? 0 : 1);
    }

    private static boolean judge(String file) {
        try {
            return report(file, validate(new File(file)));
        } catch (Exception unreadable) {
            System.out.println("FAIL " + file + ": " + unreadable);
            return false;
        }
    }

    private static ValidationResult validate(File file) throws Exception {
        try (PDFAParser parser = Foundries.defaultInstance().createParser(file, FLAVOUR);
                PDFAValidator validator = Foundries.defaultInstance().createValidator(FLAVOUR, false)) {
            return validator.validate(parser);
        }
    }

    private static boolean report(String file, ValidationResult result) {
        boolean good = result.isCompliant() && result.getTotalAssertions() > 0;
        System.out.printf("%s %s (%d assertions)%n", good ? "ok  " : "FAIL", file, result.getTotalAssertions());
        Map<String, String> broken = new LinkedHashMap<>();
        for (TestAssertion assertion : result.getTestAssertions()) {
            if (assertion.getStatus() == TestAssertion.Status.FAILED) {
                String rule = assertion.getRuleId().getClause() + "-" + assertion.getRuleId().getTestNumber();
                broken.putIfAbsent(rule, assertion.getMessage());
            }
        }
        broken.forEach((rule, message) -> System.out.println("       " + rule + ": " + message));
        return good;
    }
}
