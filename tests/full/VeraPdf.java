import java.io.File;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;
import org.verapdf.pdfa.Foundries;
import org.verapdf.pdfa.PDFAParser;
import org.verapdf.pdfa.PDFAValidator;
import org.verapdf.pdfa.flavours.PDFAFlavour;
import org.verapdf.pdfa.results.TestAssertion;
import org.verapdf.pdfa.results.ValidationResult;

/**
 * Validates each file named on the command line against PDF/UA-1 and PDF/A-2a with the reference validator, in one virtual
 * machine. Prints one line for each verdict and one for each broken rule; the exit code is 1 if any file is refused.
 */
public final class VeraPdf {
    private static final List<PDFAFlavour> FLAVOURS = List.of(PDFAFlavour.PDFUA_1, PDFAFlavour.PDFA_2_A);

    private VeraPdf() {}

    public static void main(String[] files) {
        VeraGreenfieldFoundryProvider.initialise();
        boolean conforms = files.length > 0;
        for (String file : files) {
            for (PDFAFlavour flavour : FLAVOURS) {
                conforms &= judge(file, flavour);
            }
        }
        System.exit(conforms ? 0 : 1);
    }

    private static boolean judge(String file, PDFAFlavour flavour) {
        try {
            return report(file, flavour, validate(new File(file), flavour));
        } catch (Exception unreadable) {
            System.out.println("FAIL " + file + ": " + unreadable);
            return false;
        }
    }

    private static ValidationResult validate(File file, PDFAFlavour flavour) throws Exception {
        try (PDFAParser parser = Foundries.defaultInstance().createParser(file, flavour);
                PDFAValidator validator = Foundries.defaultInstance().createValidator(flavour, false)) {
            return validator.validate(parser);
        }
    }

    private static boolean report(String file, PDFAFlavour flavour, ValidationResult result) {
        boolean good = result.isCompliant() && result.getTotalAssertions() > 0;
        System.out.printf("%s %s %s (%d assertions)%n", good ? "ok  " : "FAIL", flavour.getId(), file, result.getTotalAssertions());
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
