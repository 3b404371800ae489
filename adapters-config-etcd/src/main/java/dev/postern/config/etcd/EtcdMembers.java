package dev.postern.config.etcd;

import com.google.protobuf.ByteString;
import com.ibm.etcd.api.AuthGrpc;
import com.ibm.etcd.api.AuthenticateRequest;
import dev.postern.ports.store.Secret;
import dev.postern.ports.store.StoreClient;
import io.grpc.Channel;
import io.grpc.ClientInterceptors;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.MetadataUtils;
import io.netty.handler.ssl.SslContextBuilder;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.logging.Level;
import java.util.logging.Logger;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * A channel to each member of a cluster, made when it is first needed and shared by all watches of the connection, and
 * the token that the cluster gave us. Any thread may ask. Ends with {@link #close()}.
 */
final class EtcdMembers implements StoreClient {
    /** Of every question but a watch. */
    static final long ANSWER_SECONDS = 3;
    /** Ten seconds are the least that gRPC allows a client. */
    private static final long KEEP_ALIVE_SECONDS = 10;

    private static final int LONGEST_MESSAGE = 256 << 20;
    private static final Metadata.Key<String> TOKEN = Metadata.Key.of("token", Metadata.ASCII_STRING_MARSHALLER);
    private static final Metadata.Key<String> NEEDS_LEADER =
            Metadata.Key.of("hasleader", Metadata.ASCII_STRING_MARSHALLER);

    /** why: gRPC logs again and again what watches tell once. Held, because the level goes with the object. */
    private static final Logger GRPC = Logger.getLogger("io.grpc");

    static {
        GRPC.setLevel(Level.SEVERE);
    }

    private final ReentrantLock lock = new ReentrantLock();
    private final EtcdConnection connection;
    private final List<@Nullable ManagedChannel> channels = new ArrayList<>();
    private @Nullable String token;
    private boolean closed;

    EtcdMembers(EtcdConnection connection) {
        this.connection = connection;
        connection.members().forEach(member -> channels.add(null));
    }

    int count() {
        return connection.members().size();
    }

    /** How failures name a member. */
    String name(int member) {
        return "etcd " + connection.members().get(member);
    }

    /** A way to a member, as the user of the connection; asks for a token where that takes one. May wait. */
    Channel authenticated(int member) {
        Metadata headers = new Metadata();
        // why: a member that lost its leader must end our watch, not leave it silent
        headers.put(NEEDS_LEADER, "true");
        ManagedChannel channel = channel(member);
        channel.resetConnectBackoff();
        String known = token(channel);
        if (known != null) {
            headers.put(TOKEN, known);
        }
        return ClientInterceptors.intercept(channel, MetadataUtils.newAttachHeadersInterceptor(headers));
    }

    /** The cluster did not accept the token; the next question asks for another. */
    void forgetToken() {
        lock.lock();
        try {
            token = null;
        } finally {
            lock.unlock();
        }
    }

    private @Nullable String token(ManagedChannel channel) {
        if (connection.user().isEmpty() || connection.password().isEmpty()) {
            return null;
        }
        lock.lock();
        try {
            if (token == null) {
                token = authenticate(
                        channel, connection.user().get(), connection.password().get());
            }
            return token;
        } finally {
            lock.unlock();
        }
    }

    private static String authenticate(ManagedChannel channel, String user, Secret password) {
        return AuthGrpc.newBlockingStub(channel)
                .withDeadlineAfter(ANSWER_SECONDS, TimeUnit.SECONDS)
                .authenticate(AuthenticateRequest.newBuilder()
                        .setNameBytes(ByteString.copyFromUtf8(user))
                        .setPasswordBytes(ByteString.copyFromUtf8(password.read()))
                        .build())
                .getToken();
    }

    private ManagedChannel channel(int member) {
        lock.lock();
        try {
            if (closed) {
                throw new IllegalStateException("closed");
            }
            ManagedChannel channel = channels.get(member);
            if (channel == null) {
                channel = open(member);
                channels.set(member, channel);
            }
            return channel;
        } finally {
            lock.unlock();
        }
    }

    private ManagedChannel open(int member) {
        NettyChannelBuilder builder = NettyChannelBuilder.forTarget(
                        "dns:///" + connection.members().get(member))
                .keepAliveTime(KEEP_ALIVE_SECONDS, TimeUnit.SECONDS)
                .keepAliveTimeout(ANSWER_SECONDS, TimeUnit.SECONDS)
                .maxInboundMessageSize(LONGEST_MESSAGE)
                .disableServiceConfigLookUp();
        if (!connection.tls()) {
            return builder.usePlaintext().build();
        }
        SslContextBuilder tls = GrpcSslContexts.forClient();
        try {
            connection.ca().ifPresent(ca -> readable(ca, () -> tls.trustManager(ca.toFile())));
            connection
                    .certificate()
                    .ifPresent(certificate -> connection
                            .key()
                            .ifPresent(key ->
                                    readable(certificate, () -> tls.keyManager(certificate.toFile(), key.toFile()))));
            return builder.sslContext(tls.build()).build();
        } catch (SSLException e) {
            throw new UncheckedIOException("TLS can't be set up", e);
        }
    }

    private static void readable(Path file, Runnable reading) {
        try {
            reading.run();
        } catch (IllegalArgumentException e) {
            throw new UncheckedIOException("the file " + file + " can't be read as PEM", new SSLException(e));
        }
    }

    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            for (ManagedChannel channel : channels) {
                if (channel != null) {
                    channel.shutdownNow();
                }
            }
        } finally {
            lock.unlock();
        }
    }
}
