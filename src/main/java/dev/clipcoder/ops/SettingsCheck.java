package dev.clipcoder.ops;

import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.Locale;
import java.util.NavigableSet;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.boot.context.properties.ConfigurationPropertiesBean;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.context.ApplicationContext;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.env.PropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.stereotype.Component;

/**
 * Refuses settings under {@code clipcoder.} that nothing reads: misspelt, they would be left out silently. Of
 * environment variables it only warns, since platforms make some of their own from the name of a service.
 */
@Component
class SettingsCheck implements SmartInitializingSingleton {

  private static final Logger log = LoggerFactory.getLogger(SettingsCheck.class);

  private static final String ROOT = "clipcoder.";
  private static final String VARIABLE_ROOT = "CLIPCODER_";

  /** What Kubernetes sets for a service named clipcoder. */
  private static final Pattern OF_PLATFORM =
      Pattern.compile("CLIPCODER_(SERVICE_HOST|SERVICE_PORT.*|PORT.*)");

  private static final Pattern INDEX = Pattern.compile("\\[.*|_\\d+(_.*)?$");

  private final ApplicationContext context;
  private final ConfigurableEnvironment environment;

  SettingsCheck(ApplicationContext context, ConfigurableEnvironment environment) {
    this.context = context;
    this.environment = environment;
  }

  /**
   * Looks at every source of settings.
   *
   * @throws UnknownSettingException at the first that is not known
   */
  @Override
  public void afterSingletonsInstantiated() {
    NavigableSet<String> known = known();
    for (PropertySource<?> source : environment.getPropertySources()) {
      if (source instanceof EnumerablePropertySource<?> named) {
        boolean variables =
            source.getName().equals(StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME);
        for (String name : named.getPropertyNames()) {
          if (variables) {
            checkVariable(name, known);
          } else {
            checkProperty(name, source, known);
          }
        }
      }
    }
  }

  private NavigableSet<String> known() {
    return ConfigurationPropertiesBean.getAll(context).values().stream()
        .filter(bean -> (bean.getAnnotation().prefix() + ".").startsWith(ROOT))
        .flatMap(SettingsCheck::names)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static Stream<String> names(ConfigurationPropertiesBean bean) {
    RecordComponent[] components = bean.asBindTarget().getType().toClass().getRecordComponents();
    return Arrays.stream(components)
        .map(component -> bean.getAnnotation().prefix() + "." + dashed(component.getName()));
  }

  private static String dashed(String camelCase) {
    return camelCase.replaceAll("(?=[A-Z])", "-").toLowerCase(Locale.ROOT);
  }

  private static void checkProperty(
      String name, PropertySource<?> source, NavigableSet<String> known) {
    String setting = INDEX.matcher(name).replaceFirst("");
    if (!setting.toLowerCase(Locale.ROOT).startsWith(ROOT)) {
      return;
    }
    ConfigurationPropertyName adapted = ConfigurationPropertyName.adapt(setting, '.');
    if (known.stream().map(ConfigurationPropertyName::of).noneMatch(adapted::equals)) {
      throw new UnknownSettingException("There is no setting '%s' (%s). %s"
          .formatted(name, source.getName(), instead(setting, known)));
    }
  }

  /** Those beside it; if there are none, all. */
  private static String instead(String setting, NavigableSet<String> known) {
    String group = setting.substring(0, setting.lastIndexOf('.') + 1);
    String beside = known.stream()
        .filter(name -> name.startsWith(group) && name.indexOf('.', group.length()) < 0)
        .collect(Collectors.joining(", "));
    return "There are %s.".formatted(beside.isEmpty() ? String.join(", ", known) : beside);
  }

  private static void checkVariable(String name, NavigableSet<String> known) {
    if (name.startsWith(VARIABLE_ROOT)
        && !OF_PLATFORM.matcher(name).matches()
        && known.stream().map(SettingsCheck::letters).noneMatch(letters(name)::equals)) {
      log.warn("No setting is read from the environment variable {}", name);
    }
  }

  private static String letters(String name) {
    return INDEX.matcher(name).replaceFirst("").replaceAll("[._-]", "").toLowerCase(Locale.ROOT);
  }
}
